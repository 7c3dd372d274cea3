using System.Text;
using k8s.Models;

namespace McpTenants.Operator.Certificates;

/// <summary>What a program's Secret holds: certificate, key, and the authorities to judge others by; all PEM.</summary>
/// <param name="Certificate">Key <c>tls.crt</c>.</param>
/// <param name="Key">Key <c>tls.key</c>.</param>
/// <param name="Bundle">Key <c>ca.crt</c>.</param>
internal sealed record CertificateFiles(string Certificate, string Key, string Bundle)
{
    /// <summary>Type of the Secrets.</summary>
    public const string SecretType = "kubernetes.io/tls";

    /// <summary>The content as data of a Secret.</summary>
    public Dictionary<string, byte[]> ToData() => new(StringComparer.Ordinal)
    {
        ["ca.crt"] = Encoding.ASCII.GetBytes(Bundle),
        ["tls.crt"] = Encoding.ASCII.GetBytes(Certificate),
        ["tls.key"] = Encoding.ASCII.GetBytes(Key),
    };

    /// <summary>What a Secret holds, judged; null for nothing of use.</summary>
    public static LeafState? StateOf(V1Secret? secret) => LeafState.Read(TextOf(secret, "tls.crt"), TextOf(secret, "tls.key"), TextOf(secret, "ca.crt"));

    /// <summary>One key of a Secret; null when it is not there.</summary>
    public static string? TextOf(V1Secret? secret, string key) => secret?.Data?.TryGetValue(key, out var value) == true ? Encoding.ASCII.GetString(value) : null;

    /// <summary>Without the members: they would print a key.</summary>
    public override string ToString() => nameof(CertificateFiles);
}
