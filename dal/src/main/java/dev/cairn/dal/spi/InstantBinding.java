package dev.cairn.dal.spi;

import java.sql.SQLException;
import java.time.Instant;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Instants in jOOQ's own queries, in the same text as everywhere. */
public final class InstantBinding implements Binding<String, Instant> {
    private static final long serialVersionUID = 1L;

    @Override
    public Converter<String, Instant> converter() {
        return Converter.ofNullable(String.class, Instant.class, InstantBinding::read, Times::format);
    }

    private static @Nullable Instant read(String text) {
        return Times.parse(text);
    }

    @Override
    public void sql(BindingSQLContext<Instant> ctx) {
        switch (ctx.render().paramType()) {
            case INLINED ->
                ctx.render().visit(DSL.inline(ctx.convert(converter()).value(), SQLDataType.VARCHAR));
            default -> ctx.render().sql(ctx.variable());
        }
    }

    @Override
    public void register(BindingRegisterContext<Instant> ctx) throws SQLException {
        throw new java.sql.SQLFeatureNotSupportedException("SQLite has no procedures");
    }

    @Override
    public void set(BindingSetStatementContext<Instant> ctx) throws SQLException {
        ctx.statement().setString(ctx.index(), ctx.convert(converter()).value());
    }

    @Override
    public void set(BindingSetSQLOutputContext<Instant> ctx) throws SQLException {
        throw new java.sql.SQLFeatureNotSupportedException("SQLite has no procedures");
    }

    @Override
    public void get(BindingGetResultSetContext<Instant> ctx) throws SQLException {
        ctx.convert(converter()).value(ctx.resultSet().getString(ctx.index()));
    }

    @Override
    public void get(BindingGetStatementContext<Instant> ctx) throws SQLException {
        throw new java.sql.SQLFeatureNotSupportedException("SQLite has no procedures");
    }

    @Override
    public void get(BindingGetSQLInputContext<Instant> ctx) throws SQLException {
        throw new java.sql.SQLFeatureNotSupportedException("SQLite has no procedures");
    }
}
