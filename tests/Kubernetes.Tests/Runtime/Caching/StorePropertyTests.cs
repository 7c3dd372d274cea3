using FsCheck;
using FsCheck.Fluent;
using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;

namespace Kubernetes.Tests.Runtime.Caching;

/// <summary>Random sequences of changes and replacements, compared with a plain dictionary.</summary>
public sealed class StorePropertyTests
{
    private static readonly string[] s_names = ["a", "b", "c", "d", "e"];
    private static readonly string[] s_owners = ["one", "two", "three"];

    [Fact]
    public void Point15_AnyHistory_StoreIndexAndToldEventsAgree()
    {
        var change = Gen.Choose(0, 9).SelectMany(kind => Gen.Elements(s_names).SelectMany(name => Gen.Elements(s_owners).Select(owner => (kind, name, owner))));
        Prop.ForAll(Arb.From(change.ListOf()), Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(100));
    }

    private static bool Agree(IList<(int Kind, string Name, string Owner)> history)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        var store = new Store<V1ConfigMap>(item => item, change =>
        {
            if (change.Type == InformerEventType.Deleted)
                told.Remove(change.Key.Name).ShouldBeTrue();
            else if (change.Type == InformerEventType.Added)
                told.Add(change.Key.Name, change.New!.Data!["owner"]);
            else
                told[change.Key.Name] = change.New!.Data!["owner"];
        });
        store.AddIndex("owner", item => [item.Data!["owner"]]);
        var model = new Dictionary<string, string>(StringComparer.Ordinal);
        var version = 0;

        foreach (var (kind, name, owner) in history)
        {
            if (kind < 5)
            {
                model[name] = owner;
                store.Upsert(Item(name, owner, ++version));
            }
            else if (kind < 8)
            {
                model.Remove(name);
                store.Remove(Item(name, owner, ++version));
            }
            else
            {
                model.Remove(name);
                model[s_names[version % s_names.Length]] = owner;
                store.Replace([.. model.Select(m => Item(m.Key, m.Value, ++version))], initial: false);
            }

            if (!Matches(store, model) || !told.OrderBy(t => t.Key).SequenceEqual(model.OrderBy(m => m.Key)))
                return false;
        }

        return true;
    }

    private static bool Matches(Store<V1ConfigMap> store, Dictionary<string, string> model)
        => store.Count == model.Count
            && model.All(m => store.Get(new NamespacedName("ns", m.Key))?.Data?["owner"] == m.Value)
            && s_owners.All(o => store.ByIndex("owner", o).Select(i => i.Metadata.Name!).Order(StringComparer.Ordinal)
                .SequenceEqual(model.Where(m => m.Value == o).Select(m => m.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal));

    private static V1ConfigMap Item(string name, string owner, int version) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns", ResourceVersion = $"{version}", Uid = name },
        Data = new Dictionary<string, string> { ["owner"] = owner },
    };
}
