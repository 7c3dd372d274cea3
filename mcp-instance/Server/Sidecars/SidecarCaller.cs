using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Sidecars.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>Takes requests to one third-party server, and turns whatever it does into a result or a <see cref="SidecarException"/>.</summary>
/// <param name="current">The connection of the moment.</param>
/// <param name="wake">Has the connection looked at.</param>
internal sealed class SidecarCaller(CurrentLink current, Action wake)
{
    /// <summary>Requests under way at the same time. A server that hangs holds on to this many of the tenant's requests and not to all of them.</summary>
    public const int MaximumCalls = 16;

    private int calls;

    /// <exception cref="SidecarException">The server is not there or did not do what was asked.</exception>
    /// <exception cref="InputRequiredException">The server asks its caller something.</exception>
    /// <exception cref="MissingRequiredClientCapabilityException">The server needs a caller that can do more.</exception>
    public async Task<T> RequestAsync<T>(SidecarRequest request, Func<JsonNode?, T> read, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref calls) > MaximumCalls)
                throw new SidecarException("has too many calls under way; try again later.");
            return await RepeatAsync(request, read, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref calls);
        }
    }

    private async Task<T> RepeatAsync<T>(SidecarRequest request, Func<JsonNode?, T> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var link = await current.GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var answer = await (link.IsModern ? ModernCall.RunAsync(link, request, cancellationToken) : LegacyCall.RunAsync(link, request, cancellationToken)).ConfigureAwait(false);
                return answer is JsonRpcResponse { Result: var result } ? read(result) : throw ServerRefusal.Of((JsonRpcError)answer, request);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e) when (e is InputRequiredException or SidecarException or MissingRequiredClientCapabilityException { Source: ServerRefusal.Ours })
            {
                throw;
            }
            catch (McpProtocolException e)
            {
                throw ServerRefusal.Of(e, request);
            }
            catch (JsonException e)
            {
                throw new SidecarException("gave an answer that cannot be understood.", e);
            }
            catch (Exception e)
            {
                // Whatever a server can make the client library throw.
                current.Lose(link);
                wake();
                if (attempt > 1 || !IsUndone(e))
                    throw new SidecarException("broke the call off.", e);
            }
        }
    }

    // No connection, or a session that the server has forgotten (404): it has restarted, and nothing of the call was done.
    private static bool IsUndone(Exception e) => e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or HttpRequestException { StatusCode: HttpStatusCode.NotFound };
}
