package org.example.shop;

import dev.cairn.dal.Database;
import java.nio.file.Path;
import java.util.List;

/** Opens a database, which migrates it, and reads what it writes. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "shop.db");
        try (Database db = Database.open(file, Shop.MIGRATIONS)) {
            Shop shop = new Shop(db);
            CustomersRow ada = shop.customers()
                    .upsertByEmail(new CustomersDraft().email("ada@example.org").name("Ada"));
            db.write(() -> {
                shop.orders().insert(o -> o.customerId(ada.id()).totalCents(1_999));
                shop.orders().insert(o -> o.customerId(ada.id()).totalCents(499).state(OrderState.PAID));
            });

            List<OrdersRow> orders = db.read(() -> {
                CustomersRow customer = shop.customers().findByEmail("ada@example.org").orElseThrow();
                return shop.orders().listByCustomerId(customer.id(), 10);
            });
            orders.forEach(System.out::println);
        }
    }
}
