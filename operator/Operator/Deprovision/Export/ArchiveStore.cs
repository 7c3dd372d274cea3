using System.Security.Cryptography;
using System.Text.RegularExpressions;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Export;

/// <summary>
/// Archives on a mounted claim: <c>root/claim/tenant uid/</c>. The digest file is written last and is the proof that the
/// archive is complete.
/// </summary>
internal sealed partial class ArchiveStore(string root)
{
    private const string Archive = "archive.tar.gz";
    private const string Digest = "archive.tar.gz.sha256";

    /// <summary>True when the claim is mounted and can be written.</summary>
    public bool IsMounted(string claim) => Name().IsMatch(claim) && Directory.Exists(Path.Combine(root, claim));

    /// <summary>The folder of a tenant's archive.</summary>
    public string FolderOf(string claim, string tenantUid) => Path.Combine(root, Checked(claim), Checked(tenantUid));

    /// <summary>The digest of the tenant's complete archive, or null. The archive is read again: what a disk lost must not count.</summary>
    public async Task<string?> FindAsync(string claim, string tenantUid, CancellationToken cancellationToken)
    {
        var folder = FolderOf(claim, tenantUid);
        if (!File.Exists(Path.Combine(folder, Digest)) || !File.Exists(Path.Combine(folder, Archive)))
        {
            return null;
        }

        var recorded = (await File.ReadAllTextAsync(Path.Combine(folder, Digest), cancellationToken)).Split(' ')[0];
        await using var file = File.OpenRead(Path.Combine(folder, Archive));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) == recorded ? recorded : null;
    }

    /// <summary>Writes the archive to a temporary file.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> WriteAsync(string claim, string tenantUid, Stream archive, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(FolderOf(claim, tenantUid));
        await using var file = new FileStream(Temporary(claim, tenantUid), FileMode.Create, FileAccess.ReadWrite);
        await archive.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Makes the temporary file the archive; the digest comes last.</summary>
    public async Task CommitAsync(string claim, string tenantUid, string digest, string manifest, CancellationToken cancellationToken)
    {
        var folder = FolderOf(claim, tenantUid);
        File.Move(Temporary(claim, tenantUid), Path.Combine(folder, Archive), overwrite: true);
        await WriteTextAsync(Path.Combine(folder, "tenant.json"), manifest, cancellationToken);
        await WriteTextAsync(Path.Combine(folder, Digest), $"{digest}  {Archive}\n", cancellationToken);
    }

    /// <summary>Puts the proof of erasure, and the keys to check it with, beside the archive.</summary>
    /// <returns>False when the claim is not mounted.</returns>
    public async Task<bool> WriteCertificateAsync(string claim, string tenantUid, string envelope, string publicKeys, CancellationToken cancellationToken)
    {
        if (!IsMounted(claim))
        {
            return false;
        }

        var folder = FolderOf(claim, tenantUid);
        Directory.CreateDirectory(folder);
        await WriteTextAsync(Path.Combine(folder, "erasure-certificate.json"), envelope, cancellationToken);
        await WriteTextAsync(Path.Combine(folder, McpTenantNames.PublicKeys), publicKeys, cancellationToken);
        return true;
    }

    private string Temporary(string claim, string tenantUid) => Path.Combine(FolderOf(claim, tenantUid), ".archive.partial");

    private static async Task WriteTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        var partial = path + ".partial";
        await using (var file = new FileStream(partial, FileMode.Create))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    // Names come from objects in the cluster and become folders here.
    private static string Checked(string name) => Name().IsMatch(name) ? name : throw new ArgumentException($"'{name}' cannot be a folder");

    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
