using System.Diagnostics;
using McpTenants.Authorization.Peers;

namespace Instance.Tests.Support;

/// <summary>Certificate, key and authorities as a mounted Secret: replaced by the swap of one link.</summary>
internal sealed class PeerFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("peer-");
    private int generation;

    public string Folder => root.FullName;

    public void Put(PeerCertificatePair own, params PeerAuthority[] trusted)
    {
        var data = root.CreateSubdirectory($"..{++generation}");
        File.WriteAllText(Path.Combine(data.FullName, "tls.crt"), own.Certificate);
        File.WriteAllText(Path.Combine(data.FullName, "tls.key"), own.Key);
        File.WriteAllText(Path.Combine(data.FullName, "ca.crt"), string.Concat(trusted.Select(a => a.Certificate)));
        var next = Path.Combine(Folder, "..data_tmp");
        File.CreateSymbolicLink(next, data.Name);
        // .NET moves files and folders, and takes a link to a folder for neither.
        using var move = Process.Start("mv", ["-T", next, Path.Combine(Folder, "..data")]);
        move.WaitForExit();
        foreach (var name in (string[])["tls.crt", "tls.key", "ca.crt"])
        {
            if (generation == 1)
                File.CreateSymbolicLink(Path.Combine(Folder, name), Path.Combine("..data", name));
        }
    }

    public void Remove(string name) => File.Delete(Path.Combine(Folder, name));

    public void Dispose() => root.Delete(recursive: true);
}
