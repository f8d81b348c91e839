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
  description = "AWS account, for the ARNs of policies."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes."
  type        = string

  validation {
    condition     = can(regex("^1\\.(3[3-9]|[4-9][0-9])$", var.kubernetes_version))
    error_message = "Use a minor version that EKS supports without a surcharge, such as 1.35."
  }
}

variable "availability_zones" {
  description = "The two zones, in the order of the subnets."
  type        = list(string)
}

variable "node_subnet_ids" {
  description = "Private subnets of the nodes."
  type        = list(string)
}

variable "pod_subnet_ids" {
  description = "Subnets of the pods, in the order of the zones."
  type        = list(string)
}

variable "pod_subnet_cidrs" {
  description = "Addresses of the pods, in the order of the zones; what the autoscalers may ask for is checked against them."
  type        = list(string)

  validation {
    condition     = length(var.pod_subnet_cidrs) == 2 && alltrue([for cidr in var.pod_subnet_cidrs : can(cidrnetmask(cidr))])
    error_message = "Give the two address blocks of the pods, such as [\"100.64.0.0/18\", \"100.64.64.0/18\"]."
  }
}

variable "pod_security_group_ids" {
  description = "Groups that nodes and pods wear besides the cluster's own: data_client_security_group_id of the network."
  type        = list(string)
}

variable "autoscaled_workloads" {
  description = "Most replicas that each workload's autoscaler may ask for, by workload (k8s/ is the source)."
  type        = map(number)

  # Pods take addresses in prefixes of 16. The worst hour: one zone is lost, every autoscaler is at its maximum, a canary adds a
  # quarter, every node runs its daemons, and each node holds one prefix more than it fills.
  validation {
    condition = alltrue([for cidr in var.pod_subnet_cidrs :
      try((ceil(sum(values(var.autoscaled_workloads)) * 1.25) + sum([for group in var.node_groups : group.max_size]) * 8) / 16 + sum([for group in var.node_groups : group.max_size]) * 2 <= floor(pow(2, 32 - tonumber(split("/", cidr)[1])) / 16) - 1, false)
    ])
    error_message = "The autoscalers may ask for more pods than the pod subnets of one zone can address: lower maxReplicas or the nodes' max_size, or give larger pod_subnet_cidrs (README.md of this module has the arithmetic)."
  }
}

variable "node_groups" {
  description = "Managed node groups by name. Schedules (scheduled scaling) are cron expressions in America/New_York; spot groups take a taint of their own name."
  type = map(object({
    instance_types = list(string)
    capacity_type  = optional(string, "ON_DEMAND")
    min_size       = number
    desired_size   = number
    max_size       = number
    disk_gib       = optional(number, 80)
    labels         = optional(map(string), {})
    tainted        = optional(bool, false)
    schedules = optional(map(object({
      recurrence   = string
      min_size     = number
      desired_size = number
      max_size     = number
    })), {})
  }))

  validation {
    condition     = alltrue([for group in var.node_groups : group.min_size <= group.desired_size && group.desired_size <= group.max_size])
    error_message = "Each node group needs min_size <= desired_size <= max_size."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : contains(["ON_DEMAND", "SPOT"], group.capacity_type)])
    error_message = "capacity_type is ON_DEMAND or SPOT."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : group.capacity_type == "ON_DEMAND" || length(group.instance_types) > 1])
    error_message = "Name more than one instance type for spot: a pool of one type is interrupted as a whole."
  }
}

variable "api_access_cidrs" {
  description = "Addresses from which the Kubernetes API is reached over the internet: NAT addresses of the other environments' ops-server, the office. Empty: from inside the VPC alone."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.api_access_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 24, false)])
    error_message = "Name networks of /24 or smaller; the Kubernetes API is never open to the whole internet. CI reaches it through a session of the bastion."
  }
}

variable "access_entries" {
  description = "Who may do what in the cluster: IAM principal, and the Kubernetes groups (RBAC in k8s/) or the EKS policy it gets."
  type = map(object({
    principal_arn     = string
    kubernetes_groups = optional(list(string), [])
    policy_arn        = optional(string)
    namespaces        = optional(list(string), [])
  }))
  default = {}
}

variable "pod_identities" {
  description = "Roles of service accounts (EKS Pod Identity): the policy documents as JSON."
  type = map(object({
    namespace       = string
    service_account = string
    policy          = string
  }))
  default = {}
}

variable "log_key_arn" {
  description = "Key that the control plane's logs are encrypted with."
  type        = string
}

variable "log_retention_days" {
  description = "Days that control plane logs are kept; the audit log is among them."
  type        = number

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365], var.log_retention_days)
    error_message = "CloudWatch keeps logs for fixed periods: use 7, 14, 30, 60, 90, 180 or 365 days."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the cluster until this is false."
  type        = bool

  validation {
    condition     = var.deletion_protection || var.environment == "staging"
    error_message = "Production and DR keep deletion protection."
  }
}
