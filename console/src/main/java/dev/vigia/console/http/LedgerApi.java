package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.Balances;

/** Whether every record is accounted for. */
final class LedgerApi {

    private final Balances balances;

    LedgerApi(Balances balances) {
        this.balances = balances;
    }

    HttpResponse get(ServiceRequestContext context, HttpRequest request) {
        return Json.ok(Represent.ledger(balances.all()));
    }
}
