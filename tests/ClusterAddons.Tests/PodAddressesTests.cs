using System.Net;
using ClusterAddons.Cluster;
using k8s.Models;

namespace ClusterAddons.Tests;

public sealed class PodAddressesTests
{
    private static readonly IPAddress Address = IPAddress.Parse("10.89.1.7");

    [Fact]
    public void Join_RecordBeforeStatus_IsKnown() =>
        PodAddresses.Join([new PodRecord("a", "web", Address)], [Pod("web", ip: null)]).ShouldHaveSingleItem().Address.ShouldBe(Address);

    [Fact]
    public void Join_RecordWithoutPod_StaysUnknown() => PodAddresses.Join([new PodRecord("a", "web", Address)], []).ShouldBeEmpty();

    [Fact]
    public void Join_AddressReusedByAnotherPod_BelongsToTheNewOne() =>
        PodAddresses.Join([new PodRecord("a", "new", Address)], [Pod("old", "10.89.1.7"), Pod("new", ip: null)]).ShouldHaveSingleItem().Name.ShouldBe("new");

    [Fact]
    public void Join_AddressReusedByPodNotSeenYet_IsUnknown() =>
        PodAddresses.Join([new PodRecord("a", "new", Address)], [Pod("old", "10.89.1.7")]).ShouldBeEmpty();

    [Fact]
    public void Join_StatusOfFinishedPod_IsIgnored() => PodAddresses.Join([], [Pod("job", "10.89.1.7", "Succeeded")]).ShouldBeEmpty();

    [Fact]
    public void Join_HostNetwork_IsNoPodAddress()
    {
        var pod = Pod("agent", "10.87.0.11");
        pod.Spec!.HostNetwork = true;

        PodAddresses.Join([], [pod]).ShouldBeEmpty();
    }

    private static V1Pod Pod(string name, string? ip, string phase = "Running") => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = "a" },
        Spec = new() { Containers = [] },
        Status = new() { Phase = phase, PodIP = ip },
    };
}
