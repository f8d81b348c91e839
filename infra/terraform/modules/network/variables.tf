variable "name" {
  description = "Prefix of every name, e.g. horizon-production."
  type        = string

  validation {
    condition     = can(regex("^horizon-[a-z]+$", var.name))
    error_message = "The name must be \"horizon-\" and the environment, e.g. horizon-staging: names of roles, secrets and dashboards are built from it."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr"], var.environment)
    error_message = "The environment must be staging, production or dr. A new environment is a new folder under infra/terraform/live, and an entry here."
  }
}

variable "region" {
  description = "Region of the resources."
  type        = string

  validation {
    condition     = contains(["us-east-1", "us-west-2"], var.region)
    error_message = "The region must be us-east-1 (primary) or us-west-2 (DR): prices, availability zones and replicas are known for these two."
  }
}

variable "account_id" {
  description = "AWS account, for the key policy of the logs."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "cidr_block" {
  description = "Addresses of the VPC: 10.0.0.0/16 in us-east-1, 10.1.0.0/16 in us-west-2."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.cidr_block)) && try(tonumber(split("/", var.cidr_block)[1]) == 16, false) && try(cidrhost(var.cidr_block, 0) == split("/", var.cidr_block)[0], false)
    error_message = "The VPC must be a /16 written from its first address, such as 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "The two zones, in the order of the subnets."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) == 2 && length(distinct(var.availability_zones)) == 2 && alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "Name two different zones of the region, such as [\"us-east-1a\", \"us-east-1b\"]."
  }
}

variable "public_subnet_cidrs" {
  description = "Load balancers, NAT and bastion, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.public_subnet_cidrs) == 2 && alltrue([for cidr in var.public_subnet_cidrs : can(cidrnetmask(cidr)) && try(cidrhost("${split("/", cidr)[0]}/${split("/", var.cidr_block)[1]}", 0) == cidrhost(var.cidr_block, 0), false)])
    error_message = "Give two public subnets inside the VPC's cidr_block, such as 10.0.1.0/24 and 10.0.2.0/24."
  }
}

variable "private_subnet_cidrs" {
  description = "Nodes and interface endpoints, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_cidrs) == 2 && alltrue([for cidr in var.private_subnet_cidrs : can(cidrnetmask(cidr)) && try(cidrhost("${split("/", cidr)[0]}/${split("/", var.cidr_block)[1]}", 0) == cidrhost(var.cidr_block, 0), false)])
    error_message = "Give two private subnets inside the VPC's cidr_block, such as 10.0.10.0/24 and 10.0.20.0/24."
  }
}

variable "data_subnet_cidrs" {
  description = "PostgreSQL, Redis and DocumentDB, one a zone; no route to the internet."
  type        = list(string)

  validation {
    condition     = length(var.data_subnet_cidrs) == 2 && alltrue([for cidr in var.data_subnet_cidrs : can(cidrnetmask(cidr)) && try(cidrhost("${split("/", cidr)[0]}/${split("/", var.cidr_block)[1]}", 0) == cidrhost(var.cidr_block, 0), false)])
    error_message = "Give two data subnets inside the VPC's cidr_block, such as 10.0.100.0/24 and 10.0.200.0/24."
  }
}

variable "pod_cidr_block" {
  description = "Second address block of the VPC, for pods alone (ADR 0012): two /24 cannot address the pods that the autoscalers may ask for."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.pod_cidr_block)) && try(cidrhost("${split("/", var.pod_cidr_block)[0]}/10", 0) == "100.64.0.0", false) && try(tonumber(split("/", var.pod_cidr_block)[1]) == 16, false)
    error_message = "Pods take a /16 of the shared address space 100.64.0.0/10, such as 100.64.0.0/16; it must differ between regions."
  }
}

variable "nat_gateways" {
  description = "NAT gateways: 1 in the first zone, or 2 so that the loss of a zone does not cut the other one off."
  type        = number

  validation {
    condition     = contains([1, 2], var.nat_gateways)
    error_message = "Use 1 NAT gateway (cheaper, staging) or 2 (one a zone, production)."
  }
}

variable "interface_endpoints" {
  description = "AWS services that are reached without NAT, each about 7.30 USD a zone and month. S3 always has a gateway endpoint, which is free."
  type        = set(string)
  default     = []
}

variable "flow_log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365], var.flow_log_retention_days)
    error_message = "CloudWatch keeps logs for fixed periods: use 7, 14, 30, 60, 90, 180 or 365 days."
  }
}
