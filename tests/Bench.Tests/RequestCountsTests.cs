using McpTenants.Bench.Cluster;

namespace Bench.Tests;

public sealed class RequestCountsTests
{
    private const string Before = """
        # TYPE apiserver_request_total counter
        apiserver_request_total{code="200",component="apiserver",contentType="application/json",dry_run="",group="",resource="",scope="",subresource="/metrics",verb="GET",version=""} 7
        apiserver_request_total{code="200",component="apiserver",contentType="",dry_run="",group="coordination.k8s.io",resource="leases",scope="namespace",subresource="",verb="PUT",version="v1"} 10
        apiserver_request_total{code="200",component="apiserver",contentType="",dry_run="",group="apps",resource="deployments",scope="namespace",subresource="scale",verb="PATCH",version="v1"} 1
        """;

    private const string After = """
        apiserver_request_total{code="200",component="apiserver",contentType="",dry_run="",group="",resource="",scope="",subresource="/metrics",verb="GET",version=""} 8
        apiserver_request_total{code="200",component="apiserver",contentType="",dry_run="",group="coordination.k8s.io",resource="leases",scope="namespace",subresource="",verb="PUT",version="v1"} 40
        apiserver_request_total{code="200",component="apiserver",contentType="",dry_run="",group="apps",resource="deployments",scope="namespace",subresource="scale",verb="PATCH",version="v1"} 2
        apiserver_request_total{code="409",component="apiserver",contentType="",dry_run="",group="apps",resource="deployments",scope="namespace",subresource="scale",verb="PATCH",version="v1"} 1
        apiserver_request_total{code="200",component="apiserver",contentType="",dry_run="",group="",resource="pods",scope="cluster",subresource="",verb="LIST",version="v1"} 3
        """;

    [Fact]
    public void Since_CountsAllCodesOfAVerbAndSubresource() =>
        RequestCounts.Parse(After).Since(RequestCounts.Parse(Before)).Of("PATCH", "deployments/scale").ShouldBe(2);

    [Fact]
    public void Since_KeepsLeasesApartAndIgnoresTheReadingItself()
    {
        var delta = RequestCounts.Parse(After).Since(RequestCounts.Parse(Before));

        delta.Total.ShouldBe(35);
        delta.WritesButLeases.ShouldBe(2);
        delta.LeaseWrites.ShouldBe(30);
        delta.Describe().First().ShouldBe("PUT leases 30");
    }
}
