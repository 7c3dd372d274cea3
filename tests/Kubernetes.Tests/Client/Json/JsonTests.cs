using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Kubernetes.Tests.Client.Json;

public sealed class JsonTests
{
    [Fact]
    public void Timestamp_IsWholeSecondsOrSixDecimals()
    {
        Written(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)).ShouldBe("2026-01-02T03:04:05Z");
        Written(new DateTime(2026, 1, 2, 3, 4, 5, 120, DateTimeKind.Utc)).ShouldBe("2026-01-02T03:04:05.120000Z");

        static string Written(DateTime time) => KubernetesJson.Serialize(new V1ObjectMeta { CreationTimestamp = time })["{\"creationTimestamp\":\"".Length..^2];
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", 0)]
    [InlineData("2026-01-02T03:04:05.1Z", 1_000_000)]
    [InlineData("2026-01-02T03:04:05.123456789Z", 1_234_567)]
    [InlineData("2026-01-02T05:04:05.123456+02:00", 1_234_560)]
    public void Timestamp_AnyPrecisionAndZone_IsReadAsUtc(string text, int ticks)
    {
        var read = KubernetesJson.Deserialize<V1ObjectMeta>($$"""{"creationTimestamp":"{{text}}"}""")!.CreationTimestamp!.Value;
        read.ShouldBe(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(ticks));
        read.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void MicroTime_OnAWholeSecond_KeepsItsSixZeros() =>
        KubernetesJson.Serialize(new V1LeaseSpec { RenewTime = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) })
            .ShouldBe("""{"renewTime":"2026-01-02T03:04:05.000000Z"}""");

    [Fact]
    public void IntOrString_NumberStaysNumberAndTextStaysText()
    {
        KubernetesJson.Serialize(new V1ServicePort { Port = 80, TargetPort = "8080" }).ShouldBe("""{"port":80,"targetPort":8080}""");
        KubernetesJson.Serialize(new V1ServicePort { Port = 80, TargetPort = "mcp" }).ShouldBe("""{"port":80,"targetPort":"mcp"}""");
        KubernetesJson.Deserialize<V1ServicePort>("""{"port":1,"targetPort":9}""")!.TargetPort.ShouldBe(9);
    }

    [Theory]
    [InlineData("1", "1000m")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("1e3", "1k")]
    [InlineData("1E", "1000000000000000000")]
    [InlineData("0.5", ".5")]
    [InlineData("100n", "0.0001m")]
    [InlineData("-2Ki", "-2048")]
    public void Quantity_SameAmount_IsEqual(string one, string other) => new ResourceQuantity(one).ShouldBe(new ResourceQuantity(other));

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("one")]
    [InlineData("99999999999999999999Ei")]
    public void Quantity_Nonsense_IsRefused(string text) => Should.Throw<FormatException>(() => new ResourceQuantity(text));

    [Fact]
    public void Secret_DataIsBytesAndNothingIsNull()
    {
        KubernetesJson.Serialize(new V1Secret { Metadata = new() { Name = "s" }, Data = new Dictionary<string, byte[]> { ["k"] = [1, 2, 3] } })
            .ShouldBe("""{"apiVersion":"v1","data":{"k":"AQID"},"kind":"Secret","metadata":{"name":"s"}}""");
    }

    [Fact]
    public void UntypedFields_RoundTrip()
    {
        const string Text = """{"additionalProperties":{"type":"string"},"default":{"a":[1,true,null]},"enum":["x",1],"x-kubernetes-validations":[{"rule":"self > 0"}]}""";
        KubernetesJson.Serialize(KubernetesJson.Deserialize<V1JSONSchemaProps>(Text)!).ShouldBe(Text);
        KubernetesJson.Serialize(new V1JSONSchemaProps { DefaultProperty = 5, AdditionalProperties = new V1JSONSchemaProps { Type = "string" } })
            .ShouldBe("""{"additionalProperties":{"type":"string"},"default":5}""");
    }

    [Fact]
    public void AdmissionReview_RoundTrips()
    {
        const string Text = """{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"group":"g","version":"v","kind":"K"},"operation":"CREATE","object":{"x":1},"dryRun":false}}""";
        KubernetesJson.Serialize(KubernetesJson.Deserialize<V1AdmissionReview>(Text)!).ShouldBe(Text);
    }

    [Fact]
    public void OwnType_WithItsOwnResolver_IsKnown()
    {
        KubernetesJson.AddResolver(OwnContext.Default);
        KubernetesJson.AddResolver(OwnContext.Default);
        KubernetesJson.Serialize(new Own("x")).ShouldBe("""{"name":"x"}""");
    }

    [Fact]
    public void EveryGeneratedKind_IsKnownWithoutReflection()
    {
        var kinds = typeof(V1Pod).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IKubernetesObject)) && t is { IsClass: true, IsAbstract: false }).ToList();
        kinds.Count.ShouldBeGreaterThan(60);
        foreach (var kind in kinds)
            KubernetesJson.Serialize(Activator.CreateInstance(kind)!).ShouldContain("\"kind\":");
    }

    [Theory]
    [InlineData("app=a,x in (y,z),!gone", true)]
    [InlineData("app=b", false)]
    [InlineData("x notin (y)", false)]
    [InlineData("other notin (y)", true)]
    [InlineData("gone", false)]
    public void LabelSelector_Matches(string query, bool expected)
    {
        var labels = new Dictionary<string, string> { ["app"] = "a", ["x"] = "y" };
        Selectors[query].Matches(labels).ShouldBe(expected);
        Selectors[query].ToQuery().ShouldBe(query);
    }

    private static readonly Dictionary<string, V1LabelSelector> Selectors = new(StringComparer.Ordinal)
    {
        ["app=a,x in (y,z),!gone"] = new()
        {
            MatchLabels = new Dictionary<string, string> { ["app"] = "a" },
            MatchExpressions = [new() { Key = "x", OperatorProperty = "In", Values = ["y", "z"] }, new() { Key = "gone", OperatorProperty = "DoesNotExist" }],
        },
        ["app=b"] = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "b" } },
        ["x notin (y)"] = new() { MatchExpressions = [new() { Key = "x", OperatorProperty = "NotIn", Values = ["y"] }] },
        ["other notin (y)"] = new() { MatchExpressions = [new() { Key = "other", OperatorProperty = "NotIn", Values = ["y"] }] },
        ["gone"] = new() { MatchExpressions = [new() { Key = "gone", OperatorProperty = "Exists" }] },
    };
}

internal sealed record Own(string Name);

[JsonSerializable(typeof(Own))]
internal sealed partial class OwnContext : JsonSerializerContext;
