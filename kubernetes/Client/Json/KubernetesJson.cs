using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace k8s;

/// <summary>JSON as the API server speaks it, from source-generated metadata: camelCase, no nulls, enums as text, RFC 3339 times.</summary>
public static class KubernetesJson
{
    private static readonly Lock Gate = new();
    private static volatile JsonSerializerOptions s_options = Create([KubernetesModelsContext.Default, KubernetesBaseContext.Default, EntityListResolver.Instance]);

    /// <summary>The options in force, read-only. Do not keep them across <see cref="AddResolver"/>.</summary>
    public static JsonSerializerOptions Options => s_options;

    /// <summary>Makes own types known, usually <c>KubernetesJson.AddResolver(MyContext.Default)</c> before the first request. Adding one twice does nothing.</summary>
    /// <param name="resolver">A source-generated context.</param>
    public static void AddResolver(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        lock (Gate)
        {
            // Options freeze at first use, so a longer chain needs new ones.
            if (!s_options.TypeInfoResolverChain.Contains(resolver))
                s_options = Create([.. s_options.TypeInfoResolverChain, resolver]);
        }
    }

    /// <summary>Writes any known object.</summary>
    /// <param name="value">The object.</param>
    public static string Serialize(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonSerializer.Serialize(value, s_options.GetTypeInfo(value.GetType()));
    }

    /// <summary>Writes any known object as UTF-8.</summary>
    /// <param name="value">The object.</param>
    public static byte[] SerializeToUtf8Bytes(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonSerializer.SerializeToUtf8Bytes(value, s_options.GetTypeInfo(value.GetType()));
    }

    /// <summary>Reads an object; null only for the JSON literal null.</summary>
    /// <typeparam name="T">A known type.</typeparam>
    /// <param name="json">The text.</param>
    public static T? Deserialize<T>(string json) => JsonSerializer.Deserialize(json, TypeInfo<T>());

    /// <summary>Reads an object from UTF-8; null only for the JSON literal null.</summary>
    /// <typeparam name="T">A known type.</typeparam>
    /// <param name="json">The text.</param>
    public static T? Deserialize<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, TypeInfo<T>());

    /// <summary>Reads an object from a stream without holding it as text.</summary>
    /// <typeparam name="T">A known type.</typeparam>
    /// <param name="json">UTF-8 stream.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static ValueTask<T?> DeserializeAsync<T>(Stream json, CancellationToken cancellationToken = default) =>
        JsonSerializer.DeserializeAsync(json, TypeInfo<T>(), cancellationToken);

    /// <summary>The metadata of a known type.</summary>
    /// <typeparam name="T">A known type.</typeparam>
    internal static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Create(IEnumerable<IJsonTypeInfoResolver> resolvers)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Bodies go to the API server, never into HTML: readable quotes keep last-applied annotations and logs short.
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new TimestampConverter() },
        };
        foreach (var resolver in resolvers)
            options.TypeInfoResolverChain.Add(resolver);
        options.MakeReadOnly();
        return options;
    }
}
