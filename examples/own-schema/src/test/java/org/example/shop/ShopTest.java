package org.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.dal.Database;
import dev.cairn.schema.MigrationTester;
import org.junit.jupiter.api.Test;

class ShopTest {

    @Test
    void orders_areFoundByCustomer() {
        try (Database db = Database.inMemory(Shop.MIGRATIONS)) {
            Shop shop = new Shop(db);
            long ada = shop.customers().insert(c -> c.email("ada@example.org").name("Ada"));
            long id = shop.orders().insert(o -> o.customerId(ada).totalCents(1_999));

            OrdersRow order = shop.orders().listByCustomerId(ada, 10).get(0);

            assertEquals(id, order.id());
            assertEquals(OrderState.OPEN, order.state());
            assertEquals(1, shop.orders().countOpenByPlacedAt(order.placedAt()));
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
