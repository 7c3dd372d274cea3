using System.Net;
using System.Net.Http.Headers;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>When a request is sent again. Pure: time and chance come in as arguments.</summary>
internal static class RetryDelay
{
    public const int MaximumAttempts = 3;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    /// <summary>A caller waits for the answer: a service that asks for more patience than this gets its answer passed on instead.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static bool IsWorthIt(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Time to wait before the next attempt; null: do not try again.</summary>
    /// <param name="attempt">Attempts made so far, from 1.</param>
    /// <param name="retryAfter">What the service asked for.</param>
    /// <param name="now">The current time.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public static TimeSpan? After(int attempt, RetryConditionHeaderValue? retryAfter, DateTimeOffset now, double chance)
    {
        if (attempt >= MaximumAttempts)
            return null;
        var asked = retryAfter?.Delta ?? retryAfter?.Date - now ?? TimeSpan.Zero;
        // Between half and all of 200 ms, 400 ms: callers that failed together do not come back together.
        var own = First * (1 << (attempt - 1)) * (0.5 + (0.5 * chance));
        var delay = asked > own ? asked : own;
        return delay <= Longest ? delay : null;
    }
}
