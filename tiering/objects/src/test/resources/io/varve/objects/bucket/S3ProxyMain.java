/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server over a directory on a free port of the loopback, which it prints; ends when its input does. Started from source
 * in a JVM of its own, since its libraries don't agree with ours.
 */
class S3ProxyMain {
    public static void main(String[] arguments) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(arguments[0]))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, arguments[1], arguments[2])
                .build();
        server.start();
        System.out.println("port=" + server.getPort());
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
