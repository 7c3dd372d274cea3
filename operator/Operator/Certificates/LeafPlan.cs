using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace McpTenants.Operator.Certificates;

/// <summary>Decides about one certificate. Pure.</summary>
internal static class LeafPlan
{
    /// <summary>Why a certificate is issued; null when the one that is there stays.</summary>
    /// <param name="current">What is there; null for nothing of use.</param>
    /// <param name="name">Whom it has to name.</param>
    /// <param name="bundle">The authorities that have to stand beside it.</param>
    /// <param name="now">The time.</param>
    public static string? ReasonToIssue(LeafState? current, string name, string bundle, DateTimeOffset now) => current switch
    {
        null => "Missing",
        _ when current.Name != name => "NamesAnother",
        // Certificate, key and authorities always come from one hand and together: what is changed is made anew.
        _ when current.Bundle != bundle => "AuthoritiesChanged",
        { Signed: false } => "UnknownSigner",
        _ when now < current.From || now >= RenewalOf(current) => "Due",
        _ => null,
    };

    /// <summary>When the certificate is renewed: after six to seven tenths of its life, by its name, so that those made together are not renewed together.</summary>
    public static DateTimeOffset RenewalOf(LeafState current)
    {
        var spread = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(current.Name))) / (double)uint.MaxValue;
        return current.From + (current.Until - current.From) * (0.6 + 0.1 * spread);
    }
}
