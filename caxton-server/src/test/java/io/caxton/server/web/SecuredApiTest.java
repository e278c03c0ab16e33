package io.caxton.server.web;

import java.net.http.HttpRequest;
import org.springframework.test.context.TestPropertySource;

/** A node with credentials. The hashes are those of the keys below. */
@TestPropertySource(
        properties = {
            "caxton.security.api-keys[0].id=admin",
            "caxton.security.api-keys[0].sha256=" + SecuredApiTest.ADMIN_SHA256,
            "caxton.security.api-keys[0].roles=admin",
            "caxton.security.api-keys[1].id=owner",
            "caxton.security.api-keys[1].sha256=" + SecuredApiTest.OWNER_SHA256,
            "caxton.security.api-keys[1].roles=agent",
            "caxton.security.api-keys[1].agents=own-*,single",
            "caxton.security.api-keys[2].id=other",
            "caxton.security.api-keys[2].sha256=" + SecuredApiTest.OTHER_SHA256,
            "caxton.security.api-keys[2].roles=agent",
            "caxton.security.api-keys[2].agents=other-*",
            "caxton.security.api-keys[3].id=viewer",
            "caxton.security.api-keys[3].sha256=" + SecuredApiTest.VIEWER_SHA256,
            "caxton.security.api-keys[3].roles=viewer",
            "caxton.limits.rate.failed-authentications=0"
        })
public abstract class SecuredApiTest extends ApiTest {
    protected static final String ADMIN = "key-of-the-admin+/=";
    protected static final String ADMIN_SHA256 = "c75b10fb77f340cba5ba551cf387fc310ddb007a58767b2453e84ffc53941a7c";
    protected static final String OWNER = "key-of-the-owner";
    protected static final String OWNER_SHA256 = "b269eb35b3ed785197a8a7feafe69adbc5d3530b0816dd4f3f6c68c352812fdf";
    protected static final String OTHER = "key-of-the-other";
    protected static final String OTHER_SHA256 = "0f7b7f2ed7967c5a8c5f1725740c9d3a37b31c1abf3c5e3ce32aafe778f29e66";
    protected static final String VIEWER = "key-of-the-viewer";
    protected static final String VIEWER_SHA256 = "61fa17f89947720467b39dc2f18f83d77ec89eb9c001c1dd683454c08e784eab";

    /** What tests do without saying as whom, they do as the admin. */
    @Override
    protected HttpRequest.Builder request(String path) {
        return as(ADMIN, super.request(path));
    }

    protected HttpRequest.Builder anonymous(String path) {
        return super.request(path);
    }

    protected static HttpRequest.Builder as(String key, HttpRequest.Builder request) {
        return request.setHeader("Authorization", "Bearer " + key);
    }
}
