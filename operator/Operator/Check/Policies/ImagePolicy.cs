namespace McpTenants.Operator.Check.Policies;

/// <summary>An explicit image comes from an allowed registry and says which version it means.</summary>
internal static class ImagePolicy
{
    private const string Field = "spec.instance.image";

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Instance?.Image is { } image && image != input.Platform.InstanceImage && Problem(image, input) is var (problem, remedy))
            yield return Violation.Of(Reasons.ImageNotAllowed, Field, problem, remedy);
        foreach (var (name, index) in (input.Tenant.Spec.Instance?.ImagePullSecrets ?? []).Select((name, index) => (name, index)))
        {
            if (!Names.IsObjectName(name))
                yield return Violation.Of(Reasons.ImageNotAllowed, $"spec.instance.imagePullSecrets[{index}]", $"'{Names.Shown(name)}' is not the name of a Secret", "use lower-case letters, digits, '-' and '.'");
        }
    }

    /// <summary>What is wrong with an image that a tenant names; null when nothing is.</summary>
    internal static (string Problem, string Remedy)? Problem(string image, TenantCheckInput input)
    {
        if (!Names.IsImage(image))
            return ($"'{Names.Shown(image)}' is not an image reference", "write registry/repository:tag or registry/repository@sha256: and 64 hexadecimal digits");
        var allowed = input.Platform.AllowedRegistries;
        if (allowed.Count > 0 && !allowed.Any(prefix => Begins(image, prefix)))
            return ($"'{image}' is not in an allowed registry", $"use one of {string.Join(", ", allowed)}");
        if (image.Contains('@', StringComparison.Ordinal))
            return null;
        if (input.Platform.RequireDigest)
            return ($"'{image}' has no digest", "add @sha256: and the digest");
        var tag = image[(image.LastIndexOf('/') + 1)..].Split(':');
        return tag.Length == 1 || tag[1] == "latest" ? ($"'{image}' means another image every day", "name a fixed tag or, better, a digest") : null;
    }

    // Only whole path segments count: registry.example/team must not allow registry.example/team-evil.
    private static bool Begins(string image, string prefix) =>
        image.StartsWith(prefix, StringComparison.Ordinal) && (prefix.EndsWith('/') || image.Length == prefix.Length || image[prefix.Length] is '/' or ':' or '@');
}
