using System.Net;

namespace ClusterAddons.Cluster;

/// <summary>An address a node gave to a pod (see dev/cluster/lib/cni-record.sh).</summary>
internal sealed record PodRecord(string Namespace, string Name, IPAddress Address)
{
    /// <summary>All records of a node. One that vanishes while we look is gone; one half written is not there yet (they are renamed into place).</summary>
    public static IEnumerable<PodRecord> ReadAll(string directory) =>
        from file in Directory.EnumerateFiles(directory)
        where IPAddress.TryParse(Path.GetFileName(file), out _)
        let words = ReadWords(file)
        where words.Length >= 2
        select new PodRecord(words[0], words[1], IPAddress.Parse(Path.GetFileName(file)));

    private static string[] ReadWords(string file)
    {
        try
        {
            return File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
