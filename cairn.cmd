@echo off
rem The command line of Cairn: see the file cairn beside this one, which does the same.
setlocal
set "root=%~dp0"
set "target=%root%console\target"
set "jar=%target%\cairn.jar"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" --version >nul 2>&1
if errorlevel 1 (
    echo cairn: there is no Java 17 or newer here 1>&2
    echo hint: Install a JDK 17 or newer, and set JAVA_HOME to it. 1>&2
    exit /b 3
)

set "stale=1"
if exist "%jar%" (
    set "stale="
    for /f "delims=" %%f in ('powershell -NoProfile -Command "$jar = (Get-Item -LiteralPath $env:jar).LastWriteTimeUtc; Set-Location -LiteralPath $env:root; Get-ChildItem -Recurse pom.xml, *\pom.xml, .mvn, schema\src\main, codegen\src\main, dal\src\main, backup\src\main, console\src\main | Where-Object { $_.LastWriteTimeUtc -gt $jar } | Select-Object -First 1 -ExpandProperty FullName"') do set "stale=1"
)
if not defined stale goto run

where mvn >nul 2>&1
if errorlevel 1 (
    echo cairn: the command line must be built first, and there is no Maven on PATH 1>&2
    echo hint: Install Maven 3.8.6 or newer. 1>&2
    exit /b 3
)
echo cairn: building the command line, which takes a minute or two once 1>&2
pushd "%root%"
call mvn -q -B -ntp -Dstyle.color=never -P-lint -pl console -am -Dmaven.test.skip -Dspotless.check.skip -Dcheckstyle.skip -Dmaven.javadoc.skip -Dmaven.source.skip %CAIRN_MAVEN_ARGS% package 1>&2
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" (
    echo cairn: the build failed, as told above 1>&2
    echo hint: Mend that, then call again; mvn -version tells which Java Maven uses. 1>&2
    exit /b 3
)
for /f "delims=" %%f in ('dir /b /o-d "%target%\cairn-console-*-all.jar"') do (
    copy /y "%target%\%%f" "%jar%" >nul
    goto run
)

:run
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto %CAIRN_JAVA_OPTS% -jar "%jar%" %*
