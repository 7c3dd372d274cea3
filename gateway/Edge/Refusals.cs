using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Edge;

/// <summary>Every refusal of the edge.</summary>
internal static class Refusals
{
    public static readonly Refusal NotSynced = new(503, "starting", "The gateway is starting.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>One answer for hosts that never existed, were deleted, are suspended or not ready: a stranger learns nothing from it.</summary>
    public static readonly Refusal UnknownHost = new(421, "unknown_host", "This host is not served here.");

    public static readonly Refusal Suspended = new(403, "suspended", "This service is not available.");

    public static readonly Refusal Provisioning = new(503, "provisioning", "This service is being set up.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static readonly Refusal Framing = new(400, "framing", "The request is ambiguous.") { Close = true };

    public static readonly Refusal Origin = new(403, "origin", "This origin is not allowed.");

    public static readonly Refusal NotFound = new(404, "not_found", "There is nothing here.");

    public static readonly Refusal StreamsFull = new(429, "streams_full", "Too many streams are open for this service.") { RetryAfter = TimeSpan.FromSeconds(60) };

    public static readonly Refusal Leaving = new(503, "leaving", "Connect again.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static readonly Refusal Method = new(405, "method", "Only POST is supported here.") { Allow = "POST, OPTIONS" };

    public static readonly Refusal ReadOnly = new(405, "method", "Only GET is supported here.") { Allow = "GET, HEAD, OPTIONS" };

    public static readonly Refusal Upgrade = new(426, "upgrade", "Upgrades are not supported.");

    public static readonly Refusal TooLarge = new(413, "too_large", "The request body is too large.") { Close = true };

    public static readonly Refusal MediaType = new(415, "media_type", "The body must be application/json.");

    public static readonly Refusal NotAcceptable = new(406, "not_acceptable", "The client must accept application/json and text/event-stream.");

    public static readonly Refusal KeysUnavailable = new(503, "keys_unavailable", "Tokens cannot be checked at the moment.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static readonly Refusal QueueFull = new(503, "queue_full", "Too many requests wait for this service to start.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static readonly Refusal WakeTimeout = new(503, "wake_timeout", "The service did not start in time.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static readonly Refusal NoAnswer = new(502, "no_answer", "The service broke the connection.");

    public static readonly Refusal AnswerTimeout = new(504, "answer_timeout", "The service did not answer in time.");

    public static readonly Refusal BadBody = new(400, "bad_body", "The request body could not be read.") { Close = true };

    public static readonly Refusal Unexpected = new(500, "unexpected", "The gateway failed.");

    public static Refusal Unauthenticated(int status, string challenge) =>
        new(status, status == 403 ? "insufficient_scope" : "unauthenticated", "A valid credential is needed.") { Challenge = challenge };

    public static Refusal RateLimited(TimeSpan wait) => new(429, "rate_limited", "Too many requests.") { RetryAfter = wait };

    public static Refusal WakeFailed(WakeFailure failure, TimeSpan retryAfter) =>
        new(503, "wake_" + Snake(failure), "The service cannot start at the moment.") { RetryAfter = retryAfter };

    private static string Snake(WakeFailure failure) => failure switch
    {
        WakeFailure.ImagePull => "image_pull",
        WakeFailure.ContainerConfig => "container_config",
        WakeFailure.CrashLoop => "crash_loop",
        WakeFailure.Unschedulable => "unschedulable",
        WakeFailure.QuotaExceeded => "quota_exceeded",
        WakeFailure.PodRefused => "pod_refused",
        WakeFailure.ApiUnavailable => "api_unavailable",
        _ => "not_provisioned",
    };
}
