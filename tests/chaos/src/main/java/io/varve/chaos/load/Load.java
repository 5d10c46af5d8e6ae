/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.Waiting;
import io.varve.chaos.history.History;
import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** All clients of a run: they begin together, and end one after the other when everything was read. */
public final class Load implements AutoCloseable {
    private static final String GROUP = "workers";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    /** One that failovers don't outlast by much, so that some outcomes are unknown; and one that they do. */
    private static final Duration SHORT_DELIVERY = Duration.ofSeconds(20);

    private static final Duration LONG_DELIVERY = Duration.ofSeconds(90);
    private static final Duration FLOW_PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_LAST_READINGS = 3;

    private final LoadPlan plan;
    private final History history;
    private final Clock clock;
    private final List<VarveClient> clients = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final TailReader tail;
    private final Rereader rereader;
    private final Observer observer;
    private final VarveClient last;

    /** Creates the topic and begins. */
    public Load(TestedCluster cluster, LoadPlan plan, History history, Clock clock) {
        this.plan = plan;
        this.history = history;
        this.clock = clock;
        SplittableRandom random = new SplittableRandom(plan.seed());
        last = client(cluster, "last");
        var unused = last.admin().createTopic(NewTopic.of(plan.topic(), plan.partitions()));
        for (int i = 0; i < plan.senders(); i++) {
            senders.add(new Sender(
                    client(cluster, "sender-" + i),
                    plan.topic(),
                    plan.partitions(),
                    plan.recordsPerSecond() / plan.senders(),
                    i % 2 == 0 ? SHORT_DELIVERY : LONG_DELIVERY,
                    history,
                    clock,
                    random.split()));
        }
        tail = new TailReader(client(cluster, "tail"), plan.topic(), plan.partitions(), history, clock);
        rereader = new Rereader(
                client(cluster, "reread"), plan.topic(), plan.partitions(), tail, history, clock, random.split());
        for (int i = 0; i < plan.members(); i++) {
            String name = "member-" + i;
            members.add(new Member(client(cluster, name), plan.topic(), GROUP, name, history, clock, random.split()));
        }
        observer = new Observer(client(cluster, "observer"), GROUP, history, clock);
    }

    private VarveClient client(TestedCluster cluster, String id) {
        VarveClient client = cluster.client(id, REQUEST_TIMEOUT);
        clients.add(client);
        return client;
    }

    /**
     * Waits until records of every partition have come through, and the warm-up is over.
     *
     * @return when that was, by the history's clock
     * @throws IOException when it takes too long
     */
    public long awaitFlow() throws IOException, InterruptedException {
        for (int i = 0; i < plan.partitions(); i++) {
            int partition = i;
            if (!Waiting.until(FLOW_PATIENCE, LOOK, () -> tail.next(partition) > 0)) {
                throw new IOException("no record of partition " + partition + " has come through within "
                        + FLOW_PATIENCE.toSeconds() + " s");
            }
        }
        TimeUnit.NANOSECONDS.sleep(plan.warmUp().toNanos());
        return clock.getAsLong();
    }

    /**
     * Ends sending, waits for all answers.
     *
     * @return when sending was told to end, by the history's clock
     */
    public long endSending() throws InterruptedException {
        long end = clock.getAsLong();
        senders.forEach(Sender::stop);
        for (Sender sender : senders) {
            sender.await();
        }
        return end;
    }

    /**
     * Reads everything; waits until group and tail have everything too; ends them. A record that its producer has given up may be
     * stored only now: then all of that begins again, so that the last reading holds what anybody was given. To be called after
     * {@link #endSending}, with a cluster that is whole.
     *
     * @return what is missing in words; empty when nothing is
     */
    public String drain() throws InterruptedException {
        rereader.stop();
        String missing = "";
        for (int i = 0; i < MOST_LAST_READINGS; i++) {
            Map<Integer, Long> ends = LastReading.read(last, plan.topic(), plan.drainPatience(), history, clock);
            missing = awaitAll(ends);
            if (!missing.isEmpty() || ends.equals(LastReading.ends(last, plan.topic()))) {
                break;
            }
        }
        for (Member member : members) {
            member.stop();
        }
        tail.stop();
        observer.stop();
        return missing;
    }

    private String awaitAll(Map<Integer, Long> ends) throws InterruptedException {
        boolean isAll =
                Waiting.until(plan.drainPatience(), LOOK, () -> missing(ends).isEmpty());
        return isAll ? "" : missing(ends);
    }

    private String missing(Map<Integer, Long> ends) {
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            if (tail.next(end.getKey()) < end.getValue()) {
                return "the tail reader has not got beyond offset " + tail.next(end.getKey()) + " of " + end.getValue()
                        + " in partition " + end.getKey();
            }
        }
        Map<Integer, Long> committed = observer.lookNow();
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            long done = committed.getOrDefault(end.getKey(), 0L);
            if (done < end.getValue()) {
                return "the group has committed " + done + " of " + end.getValue() + " in partition " + end.getKey();
            }
        }
        return "";
    }

    /** Ends what is left, whatever it is at. */
    @Override
    public void close() {
        clients.forEach(client -> client.close(Duration.ofSeconds(5)));
    }
}
