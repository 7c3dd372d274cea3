using System.Net;
using System.Net.Sockets;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>
/// Opens connections to services. The name is resolved here and the socket goes to the very address that was judged, so a name that answers differently the
/// second time (DNS rebinding) gains nothing, whether the first request or a redirect named it.
/// </summary>
/// <param name="isAllowed">Judges an address.</param>
/// <param name="resolve">Resolves a name.</param>
internal sealed class GuardedConnect(Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        // Numbers in any notation that a resolver would take (octal, hexadecimal, one number) are addresses here already.
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken).ConfigureAwait(false);
        var allowed = addresses.Where(isAllowed).ToList();
        if (allowed.Count == 0 && addresses.Length > 0)
            throw new UpstreamException("The service has an address that connectors may not reach.");
        SocketException? last = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
