package dev.cairn.dal.contract;

import dev.cairn.dal.ebf.Ebf;
import dev.cairn.dal.hive.Hive;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.rpma.Rpma;
import dev.cairn.schema.Migrations;

/** The four systems. */
enum Bundled {
    PQS(Pqs.class),
    EBF(Ebf.class),
    HIVE(Hive.class),
    RPMA(Rpma.class);

    private final Class<?> facade;

    Bundled(Class<?> facade) {
        this.facade = facade;
    }

    Class<?> facade() {
        return facade;
    }

    Migrations migrations() {
        return (Migrations) Reflection.notNull(Reflection.field(facade, null, "MIGRATIONS"));
    }
}
