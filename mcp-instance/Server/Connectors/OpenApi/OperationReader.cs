using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>The operations of a document, in its order. One that cannot be called from here is left out; it never spoils the others.</summary>
internal static class OperationReader
{
    private const int MaximumOperations = 2000;

    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete", "options"];

    public static IReadOnlyList<ApiOperation> Read(ApiDocument document) =>
    [
        .. (from path in document.Root.Member("paths").Members()
            where IsUsable(path.Name)
            let item = document.Resolve(path.Value)
            where item is not null
            from method in Methods
            let operation = item.Value.Member(method)
            where operation is { ValueKind: JsonValueKind.Object }
            let read = Read(document, path.Name, method, item.Value, operation.Value)
            where read is not null
            select read).Take(MaximumOperations),
    ];

    private static ApiOperation? Read(ApiDocument document, string path, string method, JsonElement item, JsonElement operation)
    {
        if (!BodyReader.TryRead(document, operation, out var body))
            return null;
        var summary = operation.Member("summary").Text();
        return new ApiOperation(
            method.ToUpperInvariant(),
            path,
            operation.Member("operationId").Text() is { Length: > 0 } id ? id : null,
            [.. operation.Member("tags").Items().Select(tag => ((JsonElement?)tag).Text()).OfType<string>()],
            summary,
            operation.Member("description").Text() is { Length: > 0 } text ? text : summary,
            ParameterReader.Read(document, path, item, operation),
            body);
    }

    // A template is text of the document's author: it must not be able to leave the base URL or to bring a query of its own.
    private static bool IsUsable(string path) =>
        path.StartsWith('/') && path.Length <= 1024 && path.All(c => c is > ' ' and < '\x7f' and not ('?' or '#' or '\\' or '%'))
        && !path.Split('/').Any(segment => segment is "." or "..") && !path.Contains("//", StringComparison.Ordinal);
}
