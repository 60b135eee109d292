using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace NodeGroups.Benchmarks.Clusters;

/// <summary>One operation for each iteration, without a pilot stage: for operations of milliseconds and more.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MonitoringAttribute() : JobMutatorConfigBaseAttribute(
    Job.Default.WithStrategy(RunStrategy.Monitoring).WithInvocationCount(1).WithUnrollFactor(1));
