namespace Kubernetes.Runtime.Metrics;

/// <summary>What is read from a queue at the moment a scraper asks.</summary>
internal interface IQueueGauge
{
    /// <summary>Ages of the keys being worked on.</summary>
    (TimeSpan Longest, TimeSpan Total) Running();
}
