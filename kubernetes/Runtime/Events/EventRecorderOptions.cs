namespace Kubernetes.Runtime.Events;

/// <summary>How many Events are written at most; the defaults are those of client-go's correlator.</summary>
public sealed record EventRecorderOptions
{
    /// <summary>Component named as the source. <value>The default value is <c>mcp-operator</c>.</value></summary>
    public string Component { get; init; } = "mcp-operator";

    /// <summary>Instance named as the source, such as the pod. <value>The default value is empty.</value></summary>
    public string Instance { get; init; } = string.Empty;

    /// <summary>Events one object may get at once. <value>The default value is 25.</value></summary>
    public int Burst { get; init; } = 25;

    /// <summary>After that, one more each such period. <value>The default value is 5 min.</value></summary>
    public TimeSpan Refill { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Texts of one reason that get an Event of their own before the rest is combined. <value>The default value is 10.</value></summary>
    public int SimilarTexts { get; init; } = 10;

    /// <summary>Notes and objects remembered; the oldest are forgotten. <value>The default value is 4096.</value></summary>
    public int Remembered { get; init; } = 4096;

    /// <summary>Notes waiting to be written; more are dropped, never awaited. <value>The default value is 1000.</value></summary>
    public int Waiting { get; init; } = 1000;

    /// <summary>How long one write may take. <value>The default value is 10 s.</value></summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
