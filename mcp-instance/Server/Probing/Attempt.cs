using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace McpTenants.Instance.Probing;

/// <summary>One try of one target.</summary>
internal static class Attempt
{
    private const int LargestAnswer = 4096;

    /// <summary>True when somebody answered in time. Refused, unreachable and silent are all the same: closed.</summary>
    public static async Task<bool> AnswersAsync(ProbeTarget target, TimeSpan timeout, string resolvConf, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            return target.Kind == ProbeKind.Dns ? await AsksAsync(resolvConf, limit.Token).ConfigureAwait(false) : await ConnectsAsync(target, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<bool> ConnectsAsync(ProbeTarget target, CancellationToken ct)
    {
        // Addresses only: a name would make the outcome depend on DNS.
        var address = IPAddress.Parse(target.Host!);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(address, target.Port), ct).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> AsksAsync(string resolvConf, CancellationToken ct)
    {
        var (resolvers, name) = DnsQuestion.Read(await File.ReadAllTextAsync(resolvConf, ct).ConfigureAwait(false));
        if (resolvers.Count == 0)
            return false;
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue);
        using var socket = new Socket(resolvers[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(new IPEndPoint(resolvers[0], DnsQuestion.Port), ct).ConfigureAwait(false);
        await socket.SendAsync(DnsQuestion.Write(id, name), ct).ConfigureAwait(false);
        var answer = new byte[LargestAnswer];
        while (!DnsQuestion.IsAnswer(answer.AsSpan(0, await socket.ReceiveAsync(answer, ct).ConfigureAwait(false)), id))
        {
            // An answer to somebody else's question.
        }

        return true;
    }
}
