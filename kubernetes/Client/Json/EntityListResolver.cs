using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace k8s;

/// <summary>JSON metadata of <see cref="EntityList{T}"/>, built from the item's own metadata: user types need to register nothing but themselves.</summary>
internal sealed class EntityListResolver : IJsonTypeInfoResolver
{
    private static readonly ConcurrentDictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> Known = new();

    public static EntityListResolver Instance { get; } = new();

    public static void Register<T>()
    {
        Known[typeof(EntityList<T>)] = Describe<T>;
        Known[typeof(List<T>)] = static options => JsonMetadataServices.CreateListInfo<List<T>, T>(
            options, new JsonCollectionInfoValues<List<T>> { ObjectCreator = static () => [] });
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => Known.TryGetValue(type, out var describe) ? describe(options) : null;

    private static JsonTypeInfo<EntityList<T>> Describe<T>(JsonSerializerOptions options) =>
        JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<EntityList<T>>
        {
            ObjectCreator = static () => new EntityList<T>(),
            PropertyMetadataInitializer = _ =>
            [
                JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<V1ListMeta?>
                {
                    IsProperty = true, IsPublic = true, DeclaringType = typeof(EntityList<T>), PropertyName = "Metadata", JsonPropertyName = "metadata",
                    Getter = static list => ((EntityList<T>)list).Metadata, Setter = static (list, value) => ((EntityList<T>)list).Metadata = value,
                }),
                JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<List<T>?>
                {
                    IsProperty = true, IsPublic = true, DeclaringType = typeof(EntityList<T>), PropertyName = "Items", JsonPropertyName = "items",
                    Getter = static list => ((EntityList<T>)list).Items, Setter = static (list, value) => ((EntityList<T>)list).Items = value,
                }),
            ],
        });
}
