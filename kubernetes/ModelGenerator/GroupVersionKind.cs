using System.Text.Json.Nodes;

namespace Kubernetes.ModelGenerator;

/// <summary>Group, version and kind as the document states them for a definition.</summary>
internal sealed record GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>Null unless the definition is a kind. Shared kinds (Status, DeleteOptions) list every group: theirs is the core one.</summary>
    public static GroupVersionKind? Of(JsonObject definition)
    {
        if (definition["x-kubernetes-group-version-kind"] is not JsonArray kinds)
            return null;
        var all = kinds.Select(k => new GroupVersionKind(k!["group"]!.GetValue<string>(), k["version"]!.GetValue<string>(), k["kind"]!.GetValue<string>())).ToList();
        return all.Count == 1 ? all[0] : all.FirstOrDefault(k => k is { Group: "", Version: "v1" });
    }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
