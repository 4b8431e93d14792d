import re
from pathlib import Path

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout


class SigmajetConan(ConanFile):
    name = "sigmajet"
    description = "Activation functions with their first and second derivative, fused and accurate, on Eigen arrays"
    license = "MIT"
    topics = ("activation-function", "automatic-differentiation", "eigen", "simd", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    exports_sources = "LICENSE", "include/*"
    no_copy_source = True
    test_package_folder = "tests/package"

    def set_version(self):
        header = load(self, Path(self.recipe_folder) / "include/sigmajet/version.hpp")
        self.version = ".".join(re.findall(r"SIGMAJET_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header))

    def layout(self):
        basic_layout(self)

    def requirements(self):
        self.requires("eigen/3.4.0", transitive_headers=True)

    def validate(self):
        check_min_cppstd(self, 17)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, Path(self.package_folder) / "licenses")
        copy(self, "*.hpp", Path(self.source_folder) / "include", Path(self.package_folder) / "include")

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "sigmajet")
        self.cpp_info.set_property("cmake_target_name", "sigmajet::sigmajet")
        self.cpp_info.set_property("pkg_config_name", "sigmajet")
