using System.Security.Cryptography;

namespace McpTenants.Authorization.Peers;

/// <summary>
/// Our identity in a mounted Secret: <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>. Looked at again, at most once a second, when a handshake asks: new
/// connections use what is found, open ones keep what they have, and nothing runs while nobody connects.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="time">Clock of the looks.</param>
/// <param name="told">Told of each change: the new identity, or why it cannot be used. The last good one stays in use then.</param>
public sealed class PeerIdentityFiles(string folder, TimeProvider time, Action<PeerIdentity?, string?>? told = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock looking = new();
    private volatile PeerIdentity? current;
    private string stamp = "";
    private long looked;

    /// <summary>The identity.</summary>
    /// <exception cref="InvalidDataException">There never was a usable one.</exception>
    public PeerIdentity Current
    {
        get
        {
            if (current is { } known && (time.GetElapsedTime(Volatile.Read(ref looked)) < Interval || !looking.TryEnter()))
                return known;
            if (!looking.IsHeldByCurrentThread)
                looking.Enter();
            try
            {
                Look();
                return current ?? throw new InvalidDataException($"{folder} holds no usable certificate.");
            }
            finally
            {
                looking.Exit();
            }
        }
    }

    private void Look()
    {
        Volatile.Write(ref looked, time.GetTimestamp());
        var seen = "";
        try
        {
            seen = Stamp();
            if (seen == stamp)
                return;
            var identity = PeerIdentity.FromPem(Read("tls.crt"), Read("tls.key"), Read("ca.crt"));
            // Swapped while we read: what was read may be of two generations. The next look sees one.
            if (Stamp() != seen)
                return;
            (current, stamp) = (identity, seen);
            told?.Invoke(identity, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Said once per content, not at every handshake.
            if (seen == stamp && current is not null)
                return;
            stamp = seen;
            told?.Invoke(null, e.Message);
        }
    }

    /// <summary>A mounted Secret changes by the swap of a link, which stat sees.</summary>
    private string Stamp() => string.Join('|', new[] { "tls.crt", "tls.key", "ca.crt" }.Select(name =>
    {
        var file = new FileInfo(Path.Combine(folder, name));
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return target.Exists ? $"{target.FullName} {target.LastWriteTimeUtc.Ticks} {target.Length}" : throw new FileNotFoundException($"{file.FullName} does not exist");
    }));

    private string Read(string name) => File.ReadAllText(Path.Combine(folder, name));
}
