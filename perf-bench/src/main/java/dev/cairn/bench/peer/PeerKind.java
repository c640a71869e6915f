package dev.cairn.bench.peer;

import java.util.Locale;

/** The libraries that are compared. Opening one loads the classes of that one only. */
public enum PeerKind {
    /** The same as the next, but for dates by the JDK's formatter. */
    FORMATTER("raw JDBC, JDK formatter"),
    /** The limit: one connection, statements that stay prepared. */
    RAW("raw JDBC, kept statements"),
    /** The subject. */
    CAIRN("Cairn"),
    /** JDBC over a pool. */
    POOLED("JDBC over HikariCP"),
    /** Spring. */
    SPRING("Spring JdbcTemplate"),
    /** Jdbi. */
    JDBI("Jdbi"),
    /** Hibernate without its cache. */
    STATELESS("Hibernate StatelessSession"),
    /** Hibernate. */
    HIBERNATE("Hibernate Session"),
    /** MyBatis. */
    MYBATIS("MyBatis"),
    /** jOOQ. */
    JOOQ("plain jOOQ");

    private final String title;

    PeerKind(String title) {
        this.title = title;
    }

    /** How it is called in tables. */
    public String title() {
        return title;
    }

    /** By its name in any case. */
    public static PeerKind named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Opens it on a database that exists. */
    public Peer open(Target target) throws Exception {
        return switch (this) {
            case FORMATTER -> new RawJdbc(target, text -> text == null ? null : Dates.parseByFormatter(text));
            case RAW -> new RawJdbc(target, Jdbc::instant);
            case CAIRN -> new CairnPeer(target);
            case POOLED -> new PooledJdbc(target);
            case SPRING -> new SpringJdbc(target);
            case JDBI -> new JdbiPeer(target);
            case STATELESS -> new HibernateStateless(target);
            case HIBERNATE -> new HibernateSession(target);
            case MYBATIS -> new MyBatisPeer(target);
            case JOOQ -> new PlainJooq(target);
        };
    }
}
