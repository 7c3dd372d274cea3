using System.Globalization;
using McpTenants.Api;

namespace McpTenants.Cli;

/// <summary>A certificate for people.</summary>
internal static class CertificateText
{
    public static void Print(ErasureCertificate certificate, string? keyId)
    {
        Console.WriteLine("CERTIFICATE OF ERASURE");
        Line("Tenant", $"{certificate.Tenant.Name} ({certificate.Tenant.Uid})");
        Line("Hosts", string.Join(", ", certificate.Tenant.Hosts));
        Line("Deleted", $"{Text(certificate.DeletedAt)} by {certificate.Requester}");
        Line("Approved by", certificate.Approver);
        Line("Erased", $"{Text(certificate.StartedAt)} to {Text(certificate.EndedAt)} by {certificate.Executor}");
        foreach (var item in certificate.Erased)
            Line("  ", $"{item.What}; {item.Where}; {item.Method}");
        Line("Verified", $"{Text(certificate.Verification.At)}, {certificate.Verification.Kinds} kinds, digest {certificate.Verification.Sha256}");
        foreach (var count in certificate.Verification.Counts ?? [])
            Line("  ", $"{count.Count}  {count.What}");
        if (certificate.Verification.NotListed is { Count: > 0 } unseen)
            Line("  ", $"{unseen.Count} kinds were not listed outside of the namespace: {string.Join("; ", unseen)}");
        Line("Archive", certificate.Archive is { } archive ? $"{archive.Target}: {archive.Location}, SHA-256 {archive.Sha256}" : "none");
        Line("Not reached", certificate.ResidualCopies.Count == 0 ? "nothing" : "");
        foreach (var copy in certificate.ResidualCopies)
            Line("  ", $"{copy.What}; {copy.Where}; ends {(copy.Expires is { } end ? Text(end) : "when the platform's own rules say")}");
        foreach (var record in certificate.RecordsKept)
            Line("Kept", $"{record.What}; {record.Where}; {record.Basis}");
        Line("Signed with", keyId ?? "unknown");
    }

    private static void Line(string label, string text) => Console.WriteLine($"{label,-13}{text}");

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
