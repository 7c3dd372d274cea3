using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;

namespace McpTenants.Gateway.Edge;

/// <summary>Requests whose answer is a stream that may stay open for ever. None of them counts as activity or wakes anybody.</summary>
internal sealed class StreamCall(Routes routes, TenantDoors doors, StreamHub hub, StreamSession session, StreamSupport support, StreamLimits limits, MonotonicClock clock)
{
    /// <summary>True: the tenant's server has no stream to GET, and says so (or would, if it were awake).</summary>
    public bool RefusesGet(TenantRoute route) =>
        support.Believed(route) == false && (support.Learnt(route) == false || doors.Find(route.Uid)?.Report().Phase != TenantPhase.Awake);

    public ClientStream Open(HttpContext context, DateTimeOffset? expires, byte[]? listen = null) => new(context, expires, clock.Now) { Body = listen };

    /// <summary>The body of <c>subscriptions/listen</c>; null when this is another call.</summary>
    public Task<byte[]?> ReadListenAsync(HttpContext context) => ListenBody.ReadAsync(context.Request, limits.MaxListenBytes, context.RequestAborted);

    /// <summary>Holds the stream for as long as it lasts. One method: each that waits costs memory for each parked stream.</summary>
    public async Task<Refusal?> RunAsync(ClientStream stream, TenantRoute route, CallEntry entry)
    {
        using (stream)
        {
            if (hub.IsLeaving)
                return Refusals.Leaving;
            if (hub.Join(route, stream) is not { } tenant)
                return Refusals.StreamsFull;
            try
            {
                if (Enter(route) is { } barred)
                    return barred;
                await session.RunAsync(stream, tenant);
                entry.Outcome = "stream_" + StreamSession.NameOf(stream.End);
                return stream.HasStarted || stream.End is StreamEnd.ClientLeft or StreamEnd.Answered ? null
                    : stream.End == StreamEnd.Closed ? Refusals.UnknownHost
                    : Refusals.Leaving;
            }
            finally
            {
                hub.Leave(tenant, stream);
            }
        }
    }

    private Refusal? Enter(TenantRoute route)
    {
        var door = doors.Of(route.Uid, route.Namespace);
        // As in TenantCall: whoever closes the tenant, or changes its rules, swaps the table first and then ends the streams that have joined.
        var current = routes.Current?.FindUid(route.Uid);
        if (current?.Standing != Standing.Open)
        {
            doors.Close(route.Uid);
            return Refusals.UnknownHost;
        }

        if (!current.LetsInLike(route))
            return Refusals.Leaving;
        door.Show(hub.Follow);
        return null;
    }
}
