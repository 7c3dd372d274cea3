using McpTenants.Gateway.Routing;

namespace Gateway.Tests.Routing;

public sealed class RouteTableTests
{
    [Fact]
    public void Find_IsExactAndIgnoresCasePortAndTrailingDot()
    {
        var table = RouteTable.Of([Route("a", 1, "acme.mcp.test")]);

        table.Find("ACME.mcp.test.:443")!.Uid.ShouldBe("a");
        table.Find("x.acme.mcp.test").ShouldBeNull();
        table.Find("mcp.test").ShouldBeNull();
        table.Find("acme.mcp.test.evil.example").ShouldBeNull();
    }

    [Fact]
    public void Of_TwoClaimsOfOneHost_TheOlderKeepsIt()
    {
        var lost = new List<string>();

        var table = RouteTable.Of([Route("young", 2, "shared.example", "young.mcp.test"), Route("old", 1, "shared.example")], (h, w, l) => lost.Add($"{h}:{w.Uid}>{l.Uid}"));

        table.Find("shared.example")!.Uid.ShouldBe("old");
        table.Find("young.mcp.test")!.Uid.ShouldBe("young");
        lost.ShouldBe(["shared.example:old>young"]);
    }

    [Fact]
    public void Table_OfTenThousandTenants_StaysSmall()
    {
        // What this thread allocates, garbage included: the heap is shared with the tests that run beside this one.
        var before = GC.GetAllocatedBytesForCurrentThread();

        var table = RouteTable.Of([.. Enumerable.Range(0, 10_000).Select(i => Route("uid-" + i, i, $"tenant-{i}.mcp.example.com"))]);

        var perTenant = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000d;
        table.Find("tenant-9999.mcp.example.com").ShouldNotBeNull();
        perTenant.ShouldBeLessThan(4096);
    }

    private static TenantRoute Route(string uid, int age, params string[] hosts) => new()
    {
        Uid = uid,
        Name = uid,
        Namespace = "mcpt-" + uid,
        Hosts = hosts,
        Created = DateTimeOffset.UnixEpoch.AddSeconds(age),
    };
}
