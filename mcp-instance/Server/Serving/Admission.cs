using System.Globalization;
using System.Text.Json.Nodes;
using McpTenants.Authorization;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Limits;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Telemetry;

namespace McpTenants.Instance.Serving;

/// <summary>
/// Decides whether a request may reach a handler: credential, rates, scopes, budget, in this order. What is refused early costs nothing of what comes later,
/// so callers without a credential cannot use up the tenant's rate, nor callers without the scope its budget.
/// </summary>
internal sealed class Admission(RateLimiter rates, MonthlyBudget budget, InstanceTelemetry telemetry, InstanceMetrics metrics, RequestLog log, TimeProvider time)
{
    /// <summary>Before the body is read.</summary>
    public McpRefusal? Enter(HttpContext context, Authentication authentication, LimitsConfiguration limits, Func<Authentication, InstanceState?> newer)
    {
        var refusal = authentication.Run(context.Request.Headers, out var caller, out var reason);
        // The issuer may have begun to sign with a key that the operator has written a moment ago.
        if (reason == nameof(TokenRejection.UnknownKey) && newer(authentication) is { } next)
            refusal = next.Authentication.Run(context.Request.Headers, out caller, out reason);
        if (refusal is not null)
            return Refuse(context, refusal, reason!);
        context.Items[typeof(Caller)] = caller;
        // Anonymous callers cannot be told apart: the address is the gateway's.
        return rates.TryTake(limits, caller!.Subject.Length == 0 ? null : $"{caller.Kind}:{caller.Subject}") is { } exceeded
            ? Refuse(context, TooMany(exceeded), exceeded.Policy)
            : null;
    }

    /// <summary>On the parsed body, before a response begins.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="authentication">Knows the scopes.</param>
    /// <param name="limits">The current limits.</param>
    /// <param name="isOffered">Whether the call is for a tool that exists; nothing may be decided by the name of one that does not, or hidden tools could be told from unknown ones.</param>
    /// <param name="operation">The name by which its scopes are looked up; null: there are none of its own.</param>
    public McpRefusal? Proceed(McpCall call, Authentication authentication, LimitsConfiguration limits, bool isOffered, string? operation)
    {
        call.Context.Items[typeof(McpCall)] = call;
        telemetry.Begin(call, isOffered);
        var caller = (Caller)call.Context.Items[typeof(Caller)]!;
        if (authentication.CheckScopes(caller, operation) is { } missing)
            return Refuse(call.Context, missing, "InsufficientScope");
        return isOffered && budget.TryTake(limits.MonthlyToolCalls) is { } resets
            ? Refuse(call.Context, UsedUp(limits.MonthlyToolCalls!.Value, resets), "monthlyToolCalls")
            : null;
    }

    private McpRefusal Refuse(HttpContext context, McpRefusal refusal, string reason)
    {
        metrics.Refused(reason);
        log.Refused(context, reason);
        return refusal;
    }

    private static McpRefusal TooMany(LimitRefusal exceeded) => new(429, ErrorCodes.Refused, "Too many requests. Wait and try again.")
    {
        Data = new JsonObject { ["policy"] = exceeded.Policy, ["retryAfterSeconds"] = Seconds(exceeded.Wait) },
        Headers = [new("Retry-After", Seconds(exceeded.Wait).ToString(CultureInfo.InvariantCulture))],
    };

    private McpRefusal UsedUp(long limit, DateTimeOffset resets) =>
        new(429, ErrorCodes.Refused, $"The tool calls of this month are used up. The next month begins at {resets:yyyy-MM-dd'T'HH:mm:ss'Z'}.")
        {
            Data = new JsonObject { ["policy"] = "monthlyToolCalls", ["limit"] = limit, ["resetsAt"] = resets.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
            Headers = [new("Retry-After", Seconds(resets - time.GetUtcNow()).ToString(CultureInfo.InvariantCulture))],
        };

    private static long Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
}
