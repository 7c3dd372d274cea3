using k8s;
using k8s.Models;
using Kubernetes.Runtime.Retry;

namespace Kubernetes.Runtime.Caching;

/// <summary>What an informer watches and how.</summary>
/// <typeparam name="T">Kind.</typeparam>
public sealed record InformerOptions<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Namespace watched; null for all of them. <value>The default value is null.</value></summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector sent to the server. <value>The default value is null.</value></summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector sent to the server. <value>The default value is null.</value></summary>
    public string? FieldSelector { get; init; }

    /// <summary>Applied once to every object before it enters the store. <value>The default value is <see cref="Transforms.StripNoise{T}"/>.</value></summary>
    public Func<T, T> Transform { get; init; } = Transforms.StripNoise;

    /// <summary>Receive metadata only, for kinds with many or large objects. <value>The default value is false.</value></summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Objects per page of a list that bypasses the server's watch cache. <value>The default value is 500.</value></summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Shortest server-side life of a watch; the longest is twice as long. <value>The default value is 5 min.</value></summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a watch may outlive the time the server was given, before the connection counts as dead. <value>The default value is 15 s.</value></summary>
    public TimeSpan WatchdogSlack { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Delays after failures. <value>The default value is 0.8 s doubling to 30 s.</value></summary>
    public BackoffOptions Backoff { get; init; } = new();

    /// <summary>Numbers in [0, 1) for jitter. <value>The default value is <see cref="Random.Shared"/>.</value></summary>
    public Func<double> Randomness { get; init; } = Random.Shared.NextDouble;
}
