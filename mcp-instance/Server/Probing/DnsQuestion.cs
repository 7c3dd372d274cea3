using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace McpTenants.Instance.Probing;

/// <summary>One DNS question on the wire (RFC 1035), and where it goes.</summary>
internal static class DnsQuestion
{
    /// <summary>Port of DNS.</summary>
    public const int Port = 53;

    private const int HeaderLength = 12;

    /// <summary>The resolvers of a <c>resolv.conf</c>, and the name of the API server in its cluster: every cluster's DNS has an answer to that of its own.</summary>
    public static (IReadOnlyList<IPAddress> Resolvers, string Name) Read(string resolvConf)
    {
        var lines = resolvConf.Split('\n').Select(line => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var resolvers = lines.Where(words => words is ["nameserver", _, ..]).Select(words => IPAddress.TryParse(words[1], out var address) ? address : null).OfType<IPAddress>();
        var domain = lines.Where(words => words is ["search", ..]).SelectMany(words => words.Skip(1)).FirstOrDefault(word => word.StartsWith("svc.", StringComparison.Ordinal));
        return ([.. resolvers], $"kubernetes.default.{domain?.TrimEnd('.') ?? "svc.cluster.local"}");
    }

    /// <summary>The question for the IPv4 addresses of a name.</summary>
    public static byte[] Write(ushort id, string name)
    {
        var message = new List<byte>(HeaderLength + name.Length + 6);
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(header, id);
        // Recursion desired; one question.
        (header[2], header[5]) = (1, 1);
        message.AddRange(header);
        foreach (var label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.AddRange([0, 0, 1, 0, 1]);
        return [.. message];
    }

    /// <summary>Whether a message answers the question of that number. What it says is no matter: somebody was reached.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> message, ushort id) =>
        message.Length >= HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(message) == id && (message[2] & 0x80) != 0;
}
