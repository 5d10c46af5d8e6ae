/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.http.document.ApiDocument;
import io.varve.http.document.Operation;
import io.varve.protocol.error.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Mounts the document's operations: each needs an endpoint, and each endpoint an operation. */
final class Routes {
    private static final String TOPICS = "/topics/{name}/";
    private static final String NAMESPACE = "/admin/v1/tenants/{tenant}/namespaces/{namespace}/";

    private Routes() {}

    /**
     * A router of all operations.
     *
     * @param endpoints by operationId
     * @throws IllegalStateException if the document and the endpoints don't have the same operations
     */
    static Router mount(Vertx vertx, ApiDocument document, Map<String, Endpoint> endpoints, Requests requests) {
        Set<String> left = new HashSet<>(endpoints.keySet());
        Router router = Router.router(vertx);
        for (Operation operation : document.operations()) {
            Endpoint endpoint = endpoints.get(operation.id());
            if (endpoint == null) {
                throw new IllegalStateException("operation " + operation.id() + " of the document has no endpoint");
            }
            left.remove(operation.id());
            mount(router, operation, operation.path(), endpoint, requests);
            if (operation.path().startsWith(TOPICS)) {
                // A name with its tenant and namespace, its slashes as they are; they may also come as %2F.
                String full = operation.path().replace(TOPICS, "/topics/{tenant}/{namespace}/{name}/");
                mount(router, operation, full, endpoint, requests);
            }
            if (operation.path().startsWith(NAMESPACE)) {
                // Without tenant and namespace, whose defaults the document has.
                String brief = operation.path().replace(NAMESPACE, "/admin/v1/");
                mount(router, operation, brief, endpoint, requests);
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("the document has no operations " + left);
        }
        router.errorHandler(404, context -> refuse(context, requests, 404, "there is nothing at "));
        router.errorHandler(405, context -> refuse(context, requests, 405, "this method is not for "));
        router.errorHandler(400, context -> refuse(context, requests, 400, "this can't be read: "));
        router.errorHandler(
                500,
                context -> requests.refuse(
                        Problem.of(
                                context.failure() == null
                                        ? new IllegalStateException("routing failed")
                                        : context.failure()),
                        context.request()));
        return router;
    }

    private static void mount(Router router, Operation operation, String path, Endpoint endpoint, Requests requests) {
        router.route(HttpMethod.valueOf(operation.method()), path.replaceAll("\\{(\\w+)}", ":$1"))
                .handler(context -> requests.serve(operation, endpoint, parameters(context), context.request()));
    }

    private static Map<String, String> parameters(RoutingContext context) {
        Map<String, String> parameters = new HashMap<>(context.pathParams());
        String path =
                context.currentRoute() == null ? null : context.currentRoute().getPath();
        if (path != null && path.startsWith("/topics/:tenant/")) {
            parameters.put(
                    "name",
                    parameters.remove("tenant") + "/" + parameters.remove("namespace") + "/" + parameters.get("name"));
        }
        return parameters;
    }

    private static void refuse(RoutingContext context, Requests requests, int status, String what) {
        String path = context.request().path();
        String shown = path == null ? "" : path.length() > 200 ? path.substring(0, 200) + "…" : path;
        ErrorCode code = status == 400 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.UNKNOWN_COMMAND;
        requests.refuse(
                new Problem(
                        status,
                        code,
                        what + context.request().method() + " " + shown + "; /openapi.json has all there is"),
                context.request());
    }
}
