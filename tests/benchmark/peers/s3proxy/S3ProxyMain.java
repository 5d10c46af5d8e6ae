/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server over a directory, on a free port of the loopback that it writes into a file; until it is killed. Started from
 * source in a JVM of its own, since its libraries don't agree with ours.
 */
class S3ProxyMain {
    public static void main(String[] arguments) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(arguments[0]))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .build();
        server.start();
        Path draft = Files.writeString(Path.of(arguments[1] + ".draft"), Integer.toString(server.getPort()));
        Files.move(draft, Path.of(arguments[1]), StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }
}
