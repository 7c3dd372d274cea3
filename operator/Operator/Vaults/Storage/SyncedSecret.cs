using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Vaults.Decide;

namespace McpTenants.Operator.Vaults.Storage;

/// <summary>
/// The set as a Secret of Kubernetes and back. It is one object, so its files change together: the kubelet writes them into a new folder and swaps a link, and
/// a process sees all of the old set or all of the new one.
/// </summary>
internal static class SyncedSecret
{
    /// <summary>Builds the Secret.</summary>
    public static V1Secret Build(PlanInput input, MountedSet set)
    {
        var metadata = TenantLabels.Metadata(input, McpTenantNames.SyncedSecret);
        metadata.Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VersionsAnnotation.Key] = VersionsAnnotation.Write([.. set.Files.Select(f => new FileVersion(f.File, f.Secret, f.Current.Version, f.Previous?.Version, f.PreviousUntil))]),
        };
        return new V1Secret { ApiVersion = V1Secret.KubeApiVersion, Kind = V1Secret.KubeKind, Metadata = metadata, Type = "Opaque", Data = Data(set) };
    }

    /// <summary>Reads the set of a Secret; null when it is not whole, so that it is written anew.</summary>
    public static MountedSet? Read(V1Secret? secret)
    {
        if (secret?.Data is not { } data || secret.Metadata.Annotations is not { } annotations
            || VersionsAnnotation.Read(annotations.TryGetValue(VersionsAnnotation.Key, out var text) ? text : null) is not { } files)
        {
            return null;
        }

        var set = new MountedSet([.. files.Select(f => Read(f, data)).OfType<MountedFile>()]);
        return set.Files.Count == files.Count && Data(set).Count == data.Count ? set : null;
    }

    private static MountedFile? Read(FileVersion file, IDictionary<string, byte[]> data)
    {
        if (!data.TryGetValue(file.File, out var current))
            return null;
        var previous = file.Previous is { } version && data.TryGetValue(file.File + EffectiveVault.PreviousSuffix, out var bytes) ? new SecretValue(version, bytes) : null;
        return new MountedFile(file.File, file.Secret, new SecretValue(file.Version, current), previous, previous is null ? null : file.PreviousUntil);
    }

    private static Dictionary<string, byte[]> Data(MountedSet set)
    {
        var data = set.Files.ToDictionary(f => f.File, f => f.Current.Bytes, StringComparer.Ordinal);
        foreach (var file in set.Files.Where(f => f.Previous is not null))
            data[file.File + EffectiveVault.PreviousSuffix] = file.Previous!.Bytes;
        return data;
    }
}
