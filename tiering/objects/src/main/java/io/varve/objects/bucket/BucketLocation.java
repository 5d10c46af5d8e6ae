/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import io.varve.objects.KeyGrammar;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a bucket is: {@code s3://bucket/prefix?endpoint=http://127.0.0.1:9000&region=us-east-1&path-style=true&sdk=aws}. All
 * but the bucket may be left out. Credentials never stand in it.
 *
 * @param bucket its name
 * @param prefix put before every key, with a "/" between them; may be empty
 * @param endpoint where the service is; null for AWS
 * @param region null for the default: that of the environment for AWS, {@code us-east-1} with an endpoint
 * @param pathStyle whether the bucket stands in the path, not in the host name; the default is yes with an endpoint
 * @param sdk which client library to use
 */
public record BucketLocation(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        Sdk sdk) {
    /** Client libraries. */
    public enum Sdk {
        AWS,
        MINIO
    }

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final String DEFAULT_REGION = "us-east-1";

    public BucketLocation {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    "bucket '" + bucket + "' is not 3 to 63 characters of a-z 0-9 . - between a letter or digit each");
        }
        if (!prefix.isEmpty()) {
            KeyGrammar.check(prefix);
        }
    }

    /**
     * Reads a location.
     *
     * @throws IllegalArgumentException when it isn't one; the message names the part
     */
    public static BucketLocation parse(String text) {
        URI uri = uri("object store", text);
        if (!"s3".equals(uri.getScheme()) || uri.getRawAuthority() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "object store '" + withoutUser(text) + "' is not s3://bucket[/prefix][?...]");
        }
        if (uri.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException(
                    "the location of an object store holds no credentials: set VARVE_S3_ACCESS_KEY and VARVE_S3_SECRET_KEY");
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String endpointText = parameters.remove("endpoint");
        URI endpoint = endpointText == null ? null : endpoint(endpointText);
        String region = parameters.remove("region");
        String pathStyle = parameters.remove("path-style");
        String sdk = parameters.remove("sdk");
        if (!parameters.isEmpty()) {
            throw new IllegalArgumentException("unknown parameter of an object store: "
                    + parameters.keySet().iterator().next()
                    + "; there are endpoint, region, path-style and sdk");
        }
        return new BucketLocation(
                uri.getRawAuthority(),
                prefix(uri.getPath()),
                endpoint,
                region == null && endpoint != null ? DEFAULT_REGION : region,
                pathStyle == null ? endpoint != null : flag("path-style", pathStyle),
                sdk == null ? Sdk.AWS : sdk(sdk));
    }

    /** The key in the bucket of a key in the store. */
    public String inBucket(String key) {
        return prefix.isEmpty() ? key : prefix + "/" + key;
    }

    /** The key in the store of a key in the bucket that begins with the prefix. */
    public String inStore(String bucketKey) {
        return prefix.isEmpty() ? bucketKey : bucketKey.substring(prefix.length() + 1);
    }

    /** What {@link #parse} reads, with every part said. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("s3://").append(bucket);
        if (!prefix.isEmpty()) {
            text.append('/').append(prefix);
        }
        text.append("?path-style=").append(pathStyle);
        text.append("&sdk=").append(sdk.name().toLowerCase(Locale.ROOT));
        if (region != null) {
            text.append("&region=").append(URLEncoder.encode(region, StandardCharsets.UTF_8));
        }
        if (endpoint != null) {
            text.append("&endpoint=").append(endpoint);
        }
        return text.toString();
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("parameter '" + pair + "' of an object store is not name=value");
                }
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.put(pair.substring(0, equals), value);
            }
        }
        return parameters;
    }

    private static String prefix(@Nullable String path) {
        String prefix = path == null || path.isEmpty() ? "" : path.substring(1);
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static URI endpoint(String text) {
        URI endpoint = uri("endpoint", text);
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("endpoint '" + withoutUser(text) + "' is not http[s]://host[:port]");
        }
        return endpoint;
    }

    private static URI uri(String what, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(what + " '" + withoutUser(text) + "' is not a URI: " + e.getReason(), e);
        }
    }

    /** The text for a message, without what somebody may have put before an "@". */
    private static String withoutUser(String text) {
        return text.replaceAll("//[^/@]*@", "//");
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " is true or false, not '" + value + "'");
        };
    }

    private static Sdk sdk(String value) {
        return switch (value) {
            case "aws" -> Sdk.AWS;
            case "minio" -> Sdk.MINIO;
            default -> throw new IllegalArgumentException("sdk is aws or minio, not '" + value + "'");
        };
    }
}
