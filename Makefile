# Thin wrapper: every target is one script or one command that can be run by hand.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-unit test-integration test-e2e lint bench conformance crds models images install chart-golden cluster-up cluster-down clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## From a bare machine (or KUBECONFIG) to an answered MCP call, then deletion with archive
	@dev/demo/run.sh

test: ## All tests: unit, integration (API server), conformance, end to end (full local cluster)
	@dev/test.sh all

test-unit: ## Unit tests only (seconds)
	@dev/test.sh unit

test-integration: ## Tests against a real etcd + kube-apiserver
	@dev/test.sh integration

test-e2e: ## Tests on the full local cluster with pods
	@dev/test.sh e2e

lint: ## Build with warnings as errors, formatting, scripts, chart, generated files
	@dev/lint.sh

bench: ## Print the benchmark table (ONLY=operator|instance|gateway to choose)
	@dev/bench/run.sh $(ONLY)

conformance: ## MCP conformance suites against the published instance, and against its host layer with fixtures
	@dev/conformance/run.sh

crds: ## Generate crds/ from the C# types
	@dotnet run --project operator/Operator -v q -- crds --output $(CURDIR)/crds

models: ## Generate kubernetes/Client/Models/Generated from the OpenAPI document of the API server
	@dev/models.sh

images: ## Build operator, gateway and instance images and load them into the local cluster
	@dev/images/all.sh

install: ## Install the chart into the cluster of KUBECONFIG (default: the local one)
	@dev/install.sh

chart-golden: ## Renew the golden files of the chart after a change that is meant
	@dev/chart-golden.sh

cluster-up: ## Start the local Kubernetes (built from Debian packages) and print its KUBECONFIG
	@dev/cluster/up.sh

cluster-down: ## Stop the local Kubernetes and remove every trace of it
	@dev/cluster/down.sh

clean: ## Remove build output
	rm -rf artifacts
