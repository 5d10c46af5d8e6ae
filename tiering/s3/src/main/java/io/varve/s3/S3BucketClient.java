/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.s3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStore.ObjectSummary;
import io.varve.objects.bucket.BucketClient;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import io.varve.objects.bucket.BucketStore;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * S3 by the AWS SDK's blocking client, which is all that a pool of threads needs; the SDK retries what is safe to repeat. With an
 * endpoint of one's own, checksums are sent and checked only where the service demands them: older ones answer 400 to them, and
 * our data has checksums of its own.
 */
public final class S3BucketClient implements BucketClient {
    private static final Logger LOG = LoggerFactory.getLogger(S3BucketClient.class);
    private static final String ONLY_IF_ABSENT = "*";
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final S3Client s3;
    private final String bucket;

    private S3BucketClient(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Opens a bucket as an object store; blocks. {@code NotFound} when there is no such bucket, {@code Unavailable} when it isn't
     * ours to use. A service that doesn't answer now is left to answer later: who opens the store may have other things to do.
     *
     * @param credentials without them the SDK's usual places are searched: environment, profile, instance
     */
    public static ObjectStore open(BucketLocation location, Optional<BucketCredentials> credentials) {
        S3BucketClient client = new S3BucketClient(connect(location, credentials), location.bucket());
        try {
            var unused = client.s3.headBucket(r -> r.bucket(location.bucket()));
        } catch (SdkException e) {
            if (!S3Failures.isOutage(e)) {
                client.close();
                throw S3Failures.translate("bucket " + location.bucket(), false, e);
            }
            LOG.warn("bucket doesn't answer now bucket={} reason={}", location.bucket(), e.getMessage());
        }
        return new BucketStore(location, client);
    }

    private static S3Client connect(BucketLocation location, Optional<BucketCredentials> credentials) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30)))
                .overrideConfiguration(config -> config.apiCallTimeout(Duration.ofMinutes(5)))
                .forcePathStyle(location.pathStyle());
        if (location.region() != null) {
            builder.region(Region.of(location.region()));
        }
        if (location.endpoint() != null) {
            builder.endpointOverride(location.endpoint())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        return builder.credentialsProvider(S3Credentials.of(credentials)).build();
    }

    @Override
    public Optional<Head> head(String key) {
        try {
            HeadObjectResponse head = call(
                    "object " + key,
                    false,
                    s3 -> s3.headObject(r -> r.bucket(bucket).key(key)));
            return Optional.of(new Head(head.contentLength(), head.metadata().getOrDefault(TOKEN, "")));
        } catch (StoreException.NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public ByteBuf read(String key, long position, int length) {
        String range = "bytes=" + position + "-" + (position + length - 1);
        return call("object " + key, false, s3 -> {
            ResponseInputStream<GetObjectResponse> body =
                    s3.getObject(r -> r.bucket(bucket).key(key).range(range));
            ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(length, length);
            try (body) {
                Long announced = body.response().contentLength();
                if (announced == null || announced != length) {
                    body.abort();
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
        });
    }

    @Override
    public void delete(String key) {
        call("object " + key, true, s3 -> s3.deleteObject(r -> r.bucket(bucket).key(key)));
    }

    @Override
    public Page list(String prefix, @Nullable String after, int limit) {
        ListObjectsV2Response page = call(
                "bucket " + bucket,
                false,
                s3 -> s3.listObjectsV2(
                        r -> r.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(limit)));
        List<ObjectSummary> objects = page.contents().stream()
                .map(found -> new ObjectSummary(
                        found.key(), found.size(), found.lastModified().toEpochMilli()))
                .toList();
        return new Page(objects, Boolean.TRUE.equals(page.isTruncated()));
    }

    @Override
    public void put(String key, ByteBuf body, String token) {
        call(
                "object " + key,
                true,
                s3 -> s3.putObject(
                        r -> r.bucket(bucket)
                                .key(key)
                                .contentType(CONTENT_TYPE)
                                .metadata(Map.of(TOKEN, token))
                                .ifNoneMatch(ONLY_IF_ABSENT),
                        content(body)));
    }

    @Override
    public String beginUpload(String key, String token) {
        return call(
                        "object " + key,
                        true,
                        s3 -> s3.createMultipartUpload(r -> r.bucket(bucket)
                                .key(key)
                                .contentType(CONTENT_TYPE)
                                .metadata(Map.of(TOKEN, token))))
                .uploadId();
    }

    @Override
    public String uploadPart(String key, String uploadId, int number, ByteBuf body) {
        return call(
                        "object " + key,
                        true,
                        s3 -> s3.uploadPart(
                                r -> r.bucket(bucket)
                                        .key(key)
                                        .uploadId(uploadId)
                                        .partNumber(number),
                                content(body)))
                .eTag();
    }

    @Override
    public void completeUpload(String key, String uploadId, List<String> etags) {
        List<CompletedPart> parts = IntStream.range(0, etags.size())
                .mapToObj(i -> CompletedPart.builder()
                        .partNumber(i + 1)
                        .eTag(etags.get(i))
                        .build())
                .toList();
        call(
                "object " + key,
                true,
                s3 -> s3.completeMultipartUpload(r -> r.bucket(bucket)
                        .key(key)
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts))
                        .ifNoneMatch(ONLY_IF_ABSENT)));
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        try {
            call(
                    "object " + key,
                    true,
                    s3 -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(uploadId)));
        } catch (StoreException.NotFound e) {
            return; // the upload is gone: completed, or aborted before
        }
    }

    @Override
    public void close() {
        s3.close();
    }

    private interface Call<T> {
        T on(S3Client s3);
    }

    private <T> T call(String what, boolean write, Call<T> call) {
        try {
            return call.on(s3);
        } catch (SdkException e) {
            throw S3Failures.translate(what, write, e);
        }
    }

    /** A body that can be sent again, since the buffer's own indices aren't moved. */
    private static RequestBody content(ByteBuf body) {
        return RequestBody.fromContentProvider(
                () -> new ByteBufInputStream(body.duplicate()), body.readableBytes(), CONTENT_TYPE);
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
