namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Will tenants get a volume?</summary>
internal static class StorageCheck
{
    private const string Default = "storageclass.kubernetes.io/is-default-class";

    public static Finding Of(ClusterFacts facts)
    {
        if (facts.StorageClasses.Value is not { } classes)
            return facts.StorageClasses.Unknown("storage");
        var defaults = classes.Where(c => c.Metadata.Annotations?.TryGetValue(Default, out var value) == true && value == "true").Select(c => c.Metadata.Name).ToArray();
        return defaults.Length switch
        {
            1 => new("storage", Verdict.Ok, $"default class {defaults[0]}"),
            0 => new(
                "storage", Verdict.Warning, $"there is no default StorageClass: tenants without spec.instance.storage.storageClassName stay Pending",
                classes.Count == 0 ? "install a storage provisioner" : $"annotate one of {string.Join(", ", classes.Select(c => c.Metadata.Name))} with {Default}=true"),
            _ => new("storage", Verdict.Warning, $"several StorageClasses are the default: {string.Join(", ", defaults)}", "leave the annotation on one of them"),
        };
    }
}
