/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.varve.objects.ObjectStore.ObjectSummary;
import io.varve.protocol.error.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A bucket in memory that keeps S3's promises and, when told, breaks off where S3 may. */
final class MemoryBucketClient implements BucketClient {
    /** How writes that make an object visible end. */
    enum Ending {
        WELL,
        /** Done, but the answer is lost. */
        ANSWER_LOST,
        /** Done, the answer was lost, and the repetition met its own object. */
        REPEATED,
        /** Not done, and nobody can tell. */
        LOST,
        /** Somebody else made the object just before. */
        OVERTAKEN,
        /** Refused, surely. */
        REFUSED
    }

    private final NavigableMap<String, StoredObject> objects = new TreeMap<>();
    private final Map<String, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger partsUnderWay = new AtomicInteger();
    private final AtomicInteger mostPartsUnderWay = new AtomicInteger();
    /** One permit per part that may be answered; plenty unless a test holds them. */
    final Semaphore partAnswers = new Semaphore(1_000_000);

    volatile Ending ending = Ending.WELL;
    volatile boolean partsFail;
    volatile boolean headFails;

    private record StoredObject(String token, ByteBuf bytes) {}

    int openUploads() {
        return uploads.size();
    }

    int mostPartsUnderWay() {
        return mostPartsUnderWay.get();
    }

    @Override
    public synchronized Optional<Head> head(String key) {
        if (headFails && objects.containsKey(key)) {
            throw new StoreException.Unavailable("head refused", null);
        }
        return Optional.ofNullable(objects.get(key)).map(found -> new Head(found.bytes.readableBytes(), found.token));
    }

    @Override
    public synchronized ByteBuf read(String key, long position, int length) {
        StoredObject found = objects.get(key);
        if (found == null) {
            throw new StoreException.NotFound("no object " + key, null);
        }
        if (position + length > found.bytes.readableBytes()) {
            throw new StoreException.Damaged("object " + key + " ends before", null);
        }
        return ByteBufAllocator.DEFAULT.buffer(length).writeBytes(found.bytes, (int) position, length);
    }

    @Override
    public synchronized void delete(String key) {
        objects.remove(key);
    }

    /** Pages of two at most, however many are asked for. */
    @Override
    public synchronized Page list(String prefix, @Nullable String after, int limit) {
        List<ObjectSummary> found = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> after == null || entry.getKey().compareTo(after) > 0)
                .map(entry -> new ObjectSummary(
                        entry.getKey(), entry.getValue().bytes.readableBytes(), System.currentTimeMillis()))
                .toList();
        int size = Math.min(2, limit);
        return found.size() <= size ? new Page(found, false) : new Page(found.subList(0, size), true);
    }

    @Override
    public void put(String key, ByteBuf body, String token) {
        makeVisible(key, ByteBufUtil.getBytes(body), token);
    }

    @Override
    public String beginUpload(String key, String token) {
        String id = token + "/" + ids.incrementAndGet();
        uploads.put(id, new ConcurrentHashMap<>());
        return id;
    }

    @Override
    public String uploadPart(String key, String uploadId, int number, ByteBuf body) {
        mostPartsUnderWay.accumulateAndGet(partsUnderWay.incrementAndGet(), Math::max);
        try {
            partAnswers.acquireUninterruptibly();
            if (partsFail) {
                throw new StoreException.Unavailable("part refused", null);
            }
            parts(uploadId).put(number, ByteBufUtil.getBytes(body));
            return "etag-" + number;
        } finally {
            partsUnderWay.decrementAndGet();
        }
    }

    @Override
    public void completeUpload(String key, String uploadId, List<String> etags) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TreeMap<>(parts(uploadId)).values().forEach(bytes::writeBytes);
        makeVisible(key, bytes.toByteArray(), uploadId.substring(0, uploadId.indexOf('/')));
        uploads.remove(uploadId);
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        uploads.remove(uploadId);
    }

    @Override
    public void close() {}

    private Map<Integer, byte[]> parts(String uploadId) {
        Map<Integer, byte[]> parts = uploads.get(uploadId);
        if (parts == null) {
            throw new StoreException.NotFound("no upload " + uploadId, null);
        }
        return parts;
    }

    private synchronized void makeVisible(String key, byte[] bytes, String token) {
        StoredObject object = new StoredObject(token, io.netty.buffer.Unpooled.wrappedBuffer(bytes));
        switch (ending) {
            case WELL -> putIfAbsent(key, object);
            case ANSWER_LOST -> {
                putIfAbsent(key, object);
                throw new StoreException.UnknownOutcome("answer lost", null);
            }
            case REPEATED -> {
                putIfAbsent(key, object);
                throw new StoreException.Conflict("412", null);
            }
            case LOST -> throw new StoreException.UnknownOutcome("connection reset", null);
            case OVERTAKEN -> {
                putIfAbsent(key, new StoredObject("somebody's", object.bytes));
                throw new StoreException.Conflict("412", null);
            }
            case REFUSED -> throw new StoreException.Unavailable("403", null);
        }
    }

    private void putIfAbsent(String key, StoredObject object) {
        if (objects.putIfAbsent(key, object) != null) {
            throw new StoreException.Conflict("412", null);
        }
    }
}
