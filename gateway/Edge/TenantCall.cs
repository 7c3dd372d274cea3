using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Edge;

/// <summary>The part of a request that may cost the tenant something: wake, forward, and again if the pod went away in between.</summary>
internal sealed class TenantCall(Routes routes, TenantDoors doors, InstanceForwarder forwarder, WakeLimits limits, MonotonicClock clock, GatewayMetrics metrics)
{
    public async Task<Refusal?> RunAsync(HttpContext context, TenantRoute route, CallEntry entry)
    {
        var door = doors.Of(route.Uid, route.Namespace);
        // The table is swapped before doors are shut: a door that is taken first and still open by the table afterwards will be found by whoever shuts it.
        if (routes.Current?.FindUid(route.Uid)?.Standing != Standing.Open)
        {
            doors.Close(route.Uid);
            return Refusals.UnknownHost;
        }

        var until = clock.Now + limits.Deadline;
        var admission = await door.EnterAsync(limits.Deadline, context.RequestAborted);
        while (admission.Outcome == AdmissionOutcome.Admitted)
        {
            entry.Cold |= admission.Wake is not null;
            var outcome = await ForwardAsync(context, door, admission, entry);
            if (outcome != ForwardOutcome.Unreachable)
                return After(outcome, entry);
            var left = until - clock.Now;
            admission = await door.ReenterAsync(admission.Channel!, left > TimeSpan.Zero ? left : TimeSpan.Zero, context.RequestAborted);
        }

        return Refuse(context, admission);
    }

    /// <summary>The answer to a request that was not admitted.</summary>
    public static Refusal Refuse(HttpContext context, Admission admission)
    {
        context.RequestAborted.ThrowIfCancellationRequested();
        return admission.Outcome switch
        {
            AdmissionOutcome.QueueFull => Refusals.QueueFull,
            AdmissionOutcome.WakeFailed => Refusals.WakeFailed(admission.Failure, admission.RetryAfter),
            _ => Refusals.WakeTimeout,
        };
    }

    /// <summary>Leaves the door exactly once unless the pod was unreachable: then re-entering takes the place of leaving.</summary>
    private async Task<ForwardOutcome> ForwardAsync(HttpContext context, TenantDoor door, Admission admission, CallEntry entry)
    {
        var outcome = ForwardOutcome.NoAnswer;
        try
        {
            outcome = await forwarder.SendAsync(context, admission.Channel!, door.TenantUid, response => AnswerBegins(response, admission.Wake, entry));
            return outcome;
        }
        finally
        {
            if (outcome != ForwardOutcome.Unreachable)
                door.Leave();
        }
    }

    private void AnswerBegins(HttpResponse response, WakeClock? wake, CallEntry entry)
    {
        if (wake is null)
            return;
        var phases = WakePhases.Of(wake, entry.Arrived, clock.Now);
        metrics.ColdCall(phases);
        response.Headers["Server-Timing"] = phases.ToServerTiming();
    }

    private static Refusal? After(ForwardOutcome outcome, CallEntry entry)
    {
        entry.Outcome = outcome == ForwardOutcome.ClientLeft ? "client_left" : "forwarded";
        return outcome switch
        {
            ForwardOutcome.NoAnswer => Refusals.NoAnswer,
            ForwardOutcome.Timeout => Refusals.AnswerTimeout,
            ForwardOutcome.BadBody => Refusals.BadBody,
            ForwardOutcome.BodyTooLarge => Refusals.TooLarge,
            _ => null,
        };
    }
}
