/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import io.varve.cli.bench.BenchCommand;
import io.varve.cli.bench.BenchConsume;
import io.varve.cli.bench.BenchEndToEnd;
import io.varve.cli.bench.BenchFanOut;
import io.varve.cli.bench.BenchProduce;
import io.varve.cli.bench.BenchReplay;
import io.varve.cli.bench.BenchTopics;
import io.varve.cli.cluster.BrokerCommand;
import io.varve.cli.cluster.BrokerList;
import io.varve.cli.cluster.ClusterApply;
import io.varve.cli.cluster.ClusterCommand;
import io.varve.cli.cluster.ClusterDrain;
import io.varve.cli.cluster.ClusterPlan;
import io.varve.cli.cluster.ClusterStatus;
import io.varve.cli.cluster.ShardCommand;
import io.varve.cli.cluster.ShardList;
import io.varve.cli.group.GroupCommand;
import io.varve.cli.group.GroupDelete;
import io.varve.cli.group.GroupDescribe;
import io.varve.cli.group.GroupList;
import io.varve.cli.group.GroupSeek;
import io.varve.cli.job.JobCommand;
import io.varve.cli.job.JobDescribe;
import io.varve.cli.job.JobList;
import io.varve.cli.job.JobStop;
import io.varve.cli.namespace.NamespaceCommand;
import io.varve.cli.namespace.NamespaceCreate;
import io.varve.cli.namespace.NamespaceDelete;
import io.varve.cli.namespace.NamespaceDescribe;
import io.varve.cli.namespace.NamespaceList;
import io.varve.cli.object.ObjectCommand;
import io.varve.cli.object.ObjectDescribe;
import io.varve.cli.object.ObjectExtract;
import io.varve.cli.output.OutputFormat;
import io.varve.cli.record.Consume;
import io.varve.cli.record.From;
import io.varve.cli.record.Produce;
import io.varve.cli.record.RecordField;
import io.varve.cli.replay.ReplayTopic;
import io.varve.cli.run.Failures;
import io.varve.cli.run.Parsed;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.cli.run.Timeouts;
import io.varve.cli.run.Words;
import io.varve.cli.shell.Completion;
import io.varve.cli.shell.Help;
import io.varve.cli.tier.TierCommand;
import io.varve.cli.tier.TierStatus;
import io.varve.cli.topic.TopicAlter;
import io.varve.cli.topic.TopicCommand;
import io.varve.cli.topic.TopicCreate;
import io.varve.cli.topic.TopicDelete;
import io.varve.cli.topic.TopicDeleted;
import io.varve.cli.topic.TopicDescribe;
import io.varve.cli.topic.TopicList;
import io.varve.cli.topic.TopicPurge;
import io.varve.cli.topic.TopicRestore;
import io.varve.cli.topic.TopicSeal;
import io.varve.cli.topic.TopicSegments;
import io.varve.client.producer.Acks;
import io.varve.client.reader.StartPosition;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.unit.DataSize;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine;

/** All commands, wired by hand. */
public final class CommandTree {
    private static final String WHOLE_NUMBER = "whole number that fits";

    private CommandTree() {}

    /** The root command, ready to be executed once with this terminal. */
    public static CommandLine of(Terminal terminal) {
        ServerOptions options = new ServerOptions();
        CommandLine root = new CommandLine(new VarveCommand(options))
                .addSubcommand(new CommandLine(new TopicCommand())
                        .addSubcommand(new TopicCreate(options, terminal))
                        .addSubcommand(new TopicList(options, terminal))
                        .addSubcommand(new TopicDescribe(options, terminal))
                        .addSubcommand(new TopicSegments(options, terminal))
                        .addSubcommand(new TopicAlter(options, terminal))
                        .addSubcommand(new TopicSeal(options, terminal))
                        .addSubcommand(new TopicDelete(options, terminal))
                        .addSubcommand(new TopicDeleted(options, terminal))
                        .addSubcommand(new TopicRestore(options, terminal))
                        .addSubcommand(new TopicPurge(options, terminal)))
                .addSubcommand(new CommandLine(new NamespaceCommand())
                        .addSubcommand(new NamespaceCreate(options, terminal))
                        .addSubcommand(new NamespaceList(options, terminal))
                        .addSubcommand(new NamespaceDescribe(options, terminal))
                        .addSubcommand(new NamespaceDelete(options, terminal)))
                .addSubcommand(new Produce(options, terminal))
                .addSubcommand(new Consume(options, terminal))
                .addSubcommand(new CommandLine(new GroupCommand())
                        .addSubcommand(new GroupList(options, terminal))
                        .addSubcommand(new GroupDescribe(options, terminal))
                        .addSubcommand(new GroupSeek(options, terminal))
                        .addSubcommand(new GroupDelete(options, terminal)))
                .addSubcommand(new ReplayTopic(options, terminal))
                .addSubcommand(new CommandLine(new JobCommand())
                        .addSubcommand(new JobList(options, terminal))
                        .addSubcommand(new JobDescribe(options, terminal))
                        .addSubcommand(new JobStop(options, terminal)))
                .addSubcommand(new CommandLine(new BenchCommand())
                        .addSubcommand(new BenchProduce(options, terminal))
                        .addSubcommand(new BenchConsume(options, terminal))
                        .addSubcommand(new BenchEndToEnd(options, terminal))
                        .addSubcommand(new BenchFanOut(options, terminal))
                        .addSubcommand(new BenchReplay(options, terminal))
                        .addSubcommand(new BenchTopics(options, terminal)))
                .addSubcommand(new CommandLine(new ClusterCommand())
                        .addSubcommand(new ClusterStatus(options, terminal))
                        .addSubcommand(new ClusterPlan(options, terminal))
                        .addSubcommand(new ClusterApply(options, terminal))
                        .addSubcommand(new ClusterDrain(options, terminal)))
                .addSubcommand(new CommandLine(new BrokerCommand()).addSubcommand(new BrokerList(options, terminal)))
                .addSubcommand(new CommandLine(new ShardCommand()).addSubcommand(new ShardList(options, terminal)))
                .addSubcommand(new CommandLine(new TierCommand()).addSubcommand(new TierStatus(options, terminal)))
                .addSubcommand(new CommandLine(new ObjectCommand())
                        .addSubcommand(new ObjectDescribe(options, terminal))
                        .addSubcommand(new ObjectExtract(options, terminal)))
                .addSubcommand(new Completion(terminal))
                .addSubcommand(new Help());
        HelpLayout.apply(root);
        Failures failures = new Failures(terminal);
        return root.setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(terminal.err(), StandardCharsets.UTF_8), true))
                .registerConverter(OutputFormat.class, new Words<>(OutputFormat.class))
                .registerConverter(RecordField.class, new Words<>(RecordField.class))
                .registerConverter(StartPosition.class, new Parsed<>(From::parse))
                .registerConverter(Acks.class, new Words<>(Acks.class))
                .registerConverter(Codec.class, new Words<>(Codec.class))
                .registerConverter(Duration.class, new Parsed<>(Timeouts::parse))
                .registerConverter(int.class, Parsed.as(WHOLE_NUMBER, Integer::valueOf))
                .registerConverter(Integer.class, Parsed.as(WHOLE_NUMBER, Integer::valueOf))
                .registerConverter(long.class, Parsed.as(WHOLE_NUMBER, Long::valueOf))
                .registerConverter(UUID.class, Parsed.as("UUID", UUID::fromString))
                .registerConverter(DataSize.class, new Parsed<>(DataSize::parse))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
