using System.Security.Cryptography.X509Certificates;
using McpTenants.Authorization.Peers;

namespace McpTenants.Operator.Certificates;

/// <summary>The authorities of this installation: the one that signs, and those that are trusted besides.</summary>
/// <param name="Signer">Signs.</param>
/// <param name="Next">Is trusted already and will sign; null outside of a handover.</param>
/// <param name="Retired">Certificates (PEM) of those that signed before, as long as they are trusted. Their keys are gone.</param>
internal sealed record AuthorityState(PeerAuthority Signer, PeerAuthority? Next, IReadOnlyList<string> Retired)
{
    /// <summary>All that are trusted, in an order that depends on nothing but which they are.</summary>
    public string Bundle { get; } = string.Concat(
        new[] { Signer.Certificate, Next?.Certificate }.Concat(Retired).OfType<string>().Select(c => c.Trim() + "\n").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>Beginning and end of a certificate.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) LifeOf(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
    }

    /// <summary>States by what they are, not by which lists they hold.</summary>
    public bool Equals(AuthorityState? other) => other is not null && Signer == other.Signer && Next == other.Next && Retired.SequenceEqual(other.Retired, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Signer, Next, Retired.Count);

    /// <summary>Without the members: they would print a key.</summary>
    public override string ToString() => $"{1 + (Next is null ? 0 : 1) + Retired.Count} authorities";
}
