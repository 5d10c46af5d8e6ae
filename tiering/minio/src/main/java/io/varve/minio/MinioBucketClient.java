/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.minio;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.MinioEnvironmentProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.Part;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStore.ObjectSummary;
import io.varve.objects.bucket.BucketClient;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import io.varve.objects.bucket.BucketStore;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3 by the MinIO SDK. Its futures hide a pool of blocking threads; here they are waited for on the threads of the
 * {@link BucketStore}. The SDK copies each part into arrays of its own to compute its hash.
 */
public final class MinioBucketClient implements BucketClient {
    private static final Logger LOG = LoggerFactory.getLogger(MinioBucketClient.class);
    private static final Multimap<String, String> NONE = ImmutableMultimap.of();
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String BINARY = "application/octet-stream";
    private static final String METADATA = "x-amz-meta-";
    /** More than we ever send by one request: the SDK must not cut objects into parts by itself. */
    private static final long MAX_SINGLE_BYTES = 64L << 20;

    private final MinioAsyncClient minio;
    private final OkHttpClient http;
    private final String bucket;
    private final @Nullable String region;

    private MinioBucketClient(MinioAsyncClient minio, OkHttpClient http, String bucket, @Nullable String region) {
        this.minio = minio;
        this.http = http;
        this.bucket = bucket;
        this.region = region;
    }

    /**
     * Opens a bucket as an object store; blocks. {@code NotFound} when there is no such bucket, {@code Unavailable} when it isn't
     * ours to use. A service that doesn't answer now is left to answer later: who opens the store may have other things to do.
     *
     * @param credentials without them the usual variables of the environment are read, then the instance is asked
     */
    public static ObjectStore open(BucketLocation location, Optional<BucketCredentials> credentials) {
        OkHttpClient http = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(30))
                .writeTimeout(Duration.ofSeconds(30))
                .callTimeout(Duration.ofMinutes(5))
                .build();
        MinioBucketClient client =
                new MinioBucketClient(connect(location, credentials, http), http, location.bucket(), location.region());
        try {
            boolean exists = client.call(
                    "bucket " + location.bucket(),
                    false,
                    minio -> minio.bucketExists(
                            BucketExistsArgs.builder().bucket(location.bucket()).build()));
            if (!exists) {
                throw new StoreException.NotFound("bucket " + location.bucket() + " does not exist", null);
            }
        } catch (StoreException e) {
            if (!MinioFailures.isOutage(e.getCause())) {
                client.close();
                throw e;
            }
            LOG.warn("bucket doesn't answer now bucket={} reason={}", location.bucket(), e.getMessage());
        }
        return new BucketStore(location, client);
    }

    private static MinioAsyncClient connect(
            BucketLocation location, Optional<BucketCredentials> credentials, OkHttpClient http) {
        HttpUrl endpoint = location.endpoint() == null
                ? HttpUrl.get("https://s3.amazonaws.com")
                : HttpUrl.get(location.endpoint());
        MinioAsyncClient.Builder builder = MinioAsyncClient.builder()
                .endpoint(endpoint)
                .httpClient(http)
                .credentialsProvider(credentials
                        .<Provider>map(ours -> new StaticProvider(ours.accessKey(), ours.secretKey(), null))
                        .orElseGet(() -> new ChainedProvider(
                                new AwsEnvironmentProvider(),
                                new MinioEnvironmentProvider(),
                                new IamAwsProvider(null, http))));
        if (location.region() != null) {
            builder.region(location.region());
        }
        MinioAsyncClient minio = builder.build();
        if (location.pathStyle()) {
            minio.disableVirtualStyleEndpoint();
        } else {
            minio.enableVirtualStyleEndpoint();
        }
        return minio;
    }

    @Override
    public Optional<Head> head(String key) {
        try {
            StatObjectResponse head = call(
                    "object " + key,
                    false,
                    minio -> minio.statObject(
                            StatObjectArgs.builder().bucket(bucket).object(key).build()));
            return Optional.of(new Head(head.size(), head.userMetadata().getOrDefault(TOKEN, "")));
        } catch (StoreException.NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public ByteBuf read(String key, long position, int length) {
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(length, length);
        try (GetObjectResponse body = call(
                "object " + key,
                false,
                minio -> minio.getObject(GetObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .offset(position)
                        .length((long) length)
                        .build()))) {
            String announced = body.headers().get("Content-Length");
            if (!String.valueOf(length).equals(announced)) {
                throw shortBody(key, position, length, announced + " bytes");
            }
            while (bytes.isWritable()) {
                if (bytes.writeBytes(body, bytes.writableBytes()) < 0) {
                    throw brokeOff(key, "after " + bytes.readableBytes() + " bytes of " + length, null);
                }
            }
            return bytes.retain();
        } catch (IOException e) {
            throw brokeOff(key, String.valueOf(e.getMessage()), e);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void delete(String key) {
        call(
                "object " + key,
                true,
                minio -> minio.removeObject(
                        RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    @Override
    public Page list(String prefix, @Nullable String after, int limit) {
        Iterator<Result<Item>> found = minio.listObjects(ListObjectsArgs.builder()
                        .bucket(bucket)
                        .prefix(prefix)
                        .startAfter(after)
                        .maxKeys(limit)
                        .recursive(true)
                        .build())
                .iterator();
        List<ObjectSummary> objects = new ArrayList<>();
        while (objects.size() < limit && found.hasNext()) {
            Result<Item> result = found.next();
            Item item = call("bucket " + bucket, false, minio -> CompletableFuture.completedFuture(result.get()));
            objects.add(new ObjectSummary(
                    item.objectName(),
                    item.size(),
                    item.lastModified().toInstant().toEpochMilli()));
        }
        return new Page(objects, false);
    }

    @Override
    public void put(String key, ByteBuf body, String token) {
        call(
                "object " + key,
                true,
                minio -> minio.putObject(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .contentType(BINARY)
                        .userMetadata(Map.of(TOKEN, token))
                        .headers(Map.of(IF_NONE_MATCH, "*"))
                        .stream(new ByteBufInputStream(body.duplicate()), body.readableBytes(), MAX_SINGLE_BYTES)
                        .build()));
    }

    @Override
    public String beginUpload(String key, String token) {
        Multimap<String, String> headers = HashMultimap.create();
        headers.put(METADATA + TOKEN, token);
        headers.put(CONTENT_TYPE, BINARY);
        return call(
                        "object " + key,
                        true,
                        minio -> minio.createMultipartUploadAsync(bucket, region, key, headers, NONE))
                .result()
                .uploadId();
    }

    @Override
    public String uploadPart(String key, String uploadId, int number, ByteBuf body) {
        return call(
                        "object " + key,
                        true,
                        minio -> minio.uploadPartAsync(
                                bucket,
                                region,
                                key,
                                new ByteBufInputStream(body.duplicate()),
                                body.readableBytes(),
                                uploadId,
                                number,
                                NONE,
                                NONE))
                .etag();
    }

    @Override
    public void completeUpload(String key, String uploadId, List<String> etags) {
        Part[] parts = IntStream.range(0, etags.size())
                .mapToObj(i -> new Part(i + 1, etags.get(i)))
                .toArray(Part[]::new);
        call(
                "object " + key,
                true,
                minio -> minio.completeMultipartUploadAsync(
                        bucket, region, key, uploadId, parts, ImmutableMultimap.of(IF_NONE_MATCH, "*"), NONE));
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        try {
            call(
                    "object " + key,
                    true,
                    minio -> minio.abortMultipartUploadAsync(bucket, region, key, uploadId, NONE, NONE));
        } catch (StoreException.NotFound e) {
            return; // the upload is gone: completed, or aborted before
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private interface Call<T> {
        CompletableFuture<T> on(MinioAsyncClient minio) throws MinioException, IOException, GeneralSecurityException;
    }

    private <T> T call(String what, boolean write, Call<T> call) {
        try {
            return call.on(minio).join();
        } catch (RuntimeException | MinioException | IOException | GeneralSecurityException e) {
            throw MinioFailures.translate(what, write, Failures.cause(e));
        }
    }

    /** The object is as long as it should be, or the service would have announced less: the way to it is at fault. */
    private static StoreException.Unavailable brokeOff(String key, String how, @Nullable Throwable cause) {
        return new StoreException.Unavailable("reading object " + key + " broke off: " + how, cause);
    }

    private static StoreException.Damaged shortBody(String key, long position, int length, String got) {
        return new StoreException.Damaged(
                "object " + key + " gave " + got + " for " + length + " from " + position, null);
    }
}
