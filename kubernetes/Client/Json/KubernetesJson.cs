using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace k8s;

/// <summary>JSON as the API server speaks it, from source-generated metadata: camelCase, no nulls, enums as text, RFC 3339 times.</summary>
public static class KubernetesJson
{
    private static readonly Lock Gate = new();
    private static readonly List<Action<JsonTypeInfo>> Modifiers = [];
    private static readonly List<IJsonTypeInfoResolver> Resolvers = [KubernetesModelsContext.Default, KubernetesBaseContext.Default, EntityListResolver.Instance];
    private static volatile JsonSerializerOptions s_options = Create();

    /// <summary>The options in force, read-only. Do not keep them across <see cref="AddResolver"/>.</summary>
    public static JsonSerializerOptions Options => s_options;

    /// <summary>Makes own types known, usually <c>KubernetesJson.AddResolver(MyContext.Default)</c> before the first request. Adding one twice does nothing.</summary>
    /// <param name="resolver">A source-generated context.</param>
    public static void AddResolver(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        lock (Gate)
        {
            if (Resolvers.Contains(resolver))
                return;
            Resolvers.Add(resolver);
            // Options freeze at first use, so a longer chain needs new ones.
            s_options = Create();
        }
    }

    /// <summary>
    /// Changes how types are read and written, before the first request: a program that lists thousands of objects need not parse what it never
    /// looks at. Adding one twice does nothing.
    /// </summary>
    /// <param name="modifier">Gets the metadata of each type once.</param>
    public static void AddModifier(Action<JsonTypeInfo> modifier)
    {
        ArgumentNullException.ThrowIfNull(modifier);
        lock (Gate)
        {
            if (Modifiers.Contains(modifier))
                return;
            Modifiers.Add(modifier);
            s_options = Create();
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

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Bodies go to the API server, never into HTML: readable quotes keep last-applied annotations and logs short.
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new TimestampConverter() },
        };
        foreach (var resolver in Resolvers)
            options.TypeInfoResolverChain.Add(Modifiers.Aggregate(resolver, static (inner, modifier) => inner.WithAddedModifier(modifier)));
        options.MakeReadOnly();
        return options;
    }
}
