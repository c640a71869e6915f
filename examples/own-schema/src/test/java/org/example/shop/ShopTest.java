package org.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.dal.Database;
import dev.cairn.dal.junit.CairnExtension;
import dev.cairn.schema.MigrationTester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.example.shop.tables.OrdersTable;
import org.jooq.Record1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopTest {
    @RegisterExtension
    static final CairnExtension cairn = CairnExtension.of(Shop.MIGRATIONS);

    @Test
    void orders_areFoundByCustomer(Shop shop) {
        long ada = shop.customers().insert(c -> c.email("ada@example.org").name("Ada"));
        long id = shop.orders().insert(o -> o.customerId(ada).totalCents(1_999));

        OrdersRow order = shop.orders().listByCustomerId(ada, 10).get(0);

        assertEquals(id, order.id());
        assertEquals(OrderState.OPEN, order.state());
        assertEquals(1, shop.orders().countOpenByPlacedAt(order.placedAt()));
    }

    @Test
    void overdueOrders_areFoundByARange(Database db, Shop shop) {
        Instant limit = Instant.now().minus(Duration.ofDays(7));
        long ada = shop.customers().insert(c -> c.email("ada@example.org").name("Ada"));
        long old = shop.orders().insert(o -> o.customerId(ada).totalCents(1).placedAt(limit.minusSeconds(60)));
        shop.orders().insert(o -> o.customerId(ada).totalCents(2).placedAt(limit.plusSeconds(60)));

        OrdersTable o = OrdersTable.ORDERS;
        List<OrdersRow> overdue = db.dsl()
                .select(OrdersRepository.row())
                .from(o)
                .where(o.STATE.eq(OrderState.OPEN), o.PLACED_AT.lt(limit))
                .orderBy(o.PLACED_AT)
                .limit(100)
                .fetch(Record1::value1);

        assertEquals(List.of(shop.orders().get(old)), overdue);
    }

    @Test
    void inMemory_isEnoughForALook() {
        try (Database db = Database.inMemory(Shop.MIGRATIONS)) {
            assertEquals(0, new Shop(db).customers().count());
        }
    }

    @Test
    void downAndUp_keepsTheSchema() {
        try (MigrationTester db = MigrationTester.of(Shop.MIGRATIONS)) {
            db.migrate().execute("INSERT INTO customers (email, name) VALUES ('ada@example.org', 'Ada')");
            db.downAndUp(1);
        }
    }
}
