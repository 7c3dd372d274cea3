using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Streams;

/// <summary>The life of one stream: attached while its tenant is awake, parked otherwise, until somebody ends it.</summary>
internal sealed class StreamSession(StreamAttachment attachment, StreamHub hub, MonotonicClock clock, GatewayMetrics metrics)
{
    /// <param name="stream">The client; it has joined <paramref name="tenant"/> already.</param>
    /// <param name="tenant">Where pods are announced.</param>
    public async Task RunAsync(ClientStream stream, TenantStreams tenant)
    {
        try
        {
            for (long tried = 0; !stream.Closing.IsCancellationRequested;)
            {
                // Parked from the first moment, or from the failure of the first attachment: the client must not wait for a head without knowing why.
                if (tried > 0 || !tenant.IsUp)
                    await stream.BeginAsync(clock.Now);

                Upstream? upstream;
                while ((upstream = tenant.Next(tried, out var changed)) is null)
                    await changed.WaitAsync(stream.Closing);
                tried = upstream.Generation;
                if (await attachment.RunAsync(stream, tenant.Route, upstream) == Attachment.Over)
                    break;
                tenant.Failed(tried);
            }
        }
        catch (OperationCanceledException) when (stream.Closing.IsCancellationRequested)
        {
        }
        finally
        {
            metrics.StreamEnds.Add(NameOf(stream.End));
            await stream.FinishAsync(MayReturn(stream.End) ? hub.Retry() : null);
        }
    }

    public static string NameOf(StreamEnd end) => end switch
    {
        StreamEnd.ClientLeft => "client_left",
        StreamEnd.Finished => "finished",
        StreamEnd.Answered => "answered",
        StreamEnd.Refused => "refused",
        StreamEnd.Changed => "changed",
        StreamEnd.Idle => "idle",
        StreamEnd.Expired => "expired",
        StreamEnd.Rules => "rules_changed",
        StreamEnd.Leaving => "leaving",
        StreamEnd.Closed => "closed",
        _ => "unknown",
    };

    /// <summary>Whom we send away, we tell when to come back; what the server ended, it ended in its own words.</summary>
    private static bool MayReturn(StreamEnd end) =>
        end is StreamEnd.Refused or StreamEnd.Changed or StreamEnd.Idle or StreamEnd.Expired or StreamEnd.Rules or StreamEnd.Leaving;
}
